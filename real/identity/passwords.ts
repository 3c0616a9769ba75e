import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters that OWASP recommends (19 MiB, two passes), the library's defaults. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Whoever asks for a user that is not there must wait as long as for a wrong password. */
let decoy: Promise<string> | undefined;

/** Whether it is the password. Takes as long when there is no hash to compare with. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  if (passwordHash) return verify(passwordHash, password);
  decoy ??= hash('nobody has this password');
  await verify(await decoy, password);
  return false;
}
