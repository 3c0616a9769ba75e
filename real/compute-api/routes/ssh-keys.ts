import { createHash, createPublicKey, generateKeyPair, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { ApiError } from '../../http/api-error.ts';

const ecdsaCurves: Readonly<Record<string, string>> = { nistp256: 'P-256', nistp384: 'P-384', nistp521: 'P-521' };

/** MD5 of an SSH public key as `aa:bb:…`. @throws ApiError 400 for what is none */
export function sshFingerprint(publicKey: string): string {
  const [type = '', base64 = ''] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  try {
    checkSshKey(type, blob);
  } catch (error) {
    throw new ApiError(400, 'Keypair data is invalid: failed to generate fingerprint', { cause: error });
  }
  return colons(createHash('md5').update(blob).digest('hex'));
}

/** SHA-1 of a certificate in PEM as `aa:bb:…`. @throws ApiError 400 for what is none */
export function x509Fingerprint(pem: string): string {
  try {
    return new X509Certificate(pem).fingerprint.toLowerCase();
  } catch (error) {
    const reason = (error as Error).message;
    throw new ApiError(400, `Keypair data is invalid: failed to generate X509 fingerprint. Error message: ${reason}`);
  }
}

/** A new RSA key of 2,048 bits: PEM, and in one line as OpenSSH writes it. */
export async function newSshKey(): Promise<{ privateKey: string; publicKey: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
  const blob = Buffer.concat([
    sshString(Buffer.from('ssh-rsa')),
    sshString(unsigned(Buffer.from(e, 'base64url'))),
    sshString(unsigned(Buffer.from(n, 'base64url'))),
  ]);
  return {
    privateKey: String(privateKey.export({ type: 'pkcs1', format: 'pem' })),
    publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova`,
  };
}

/** RFC 4253, 5656 and 8709; OpenSSL checks that the numbers are a key. */
function checkSshKey(type: string, blob: Buffer): void {
  const parts = sshStrings(blob);
  const [first, second = Buffer.alloc(0), third = Buffer.alloc(0)] = parts;
  if (first?.toString() !== type) throw new Error('the key is of another type');
  const base64url = (bytes: Buffer): string => bytes.toString('base64url');
  if (type === 'ssh-rsa' && parts.length === 3) {
    createPublicKey({ format: 'jwk', key: { kty: 'RSA', e: base64url(second), n: base64url(third) } });
  } else if (type === 'ssh-ed25519' && parts.length === 2) {
    createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(second) } });
  } else if (type === `ecdsa-sha2-${second.toString()}` && parts.length === 3 && third[0] === 4) {
    const half = (third.length - 1) / 2;
    const [x, y] = [base64url(third.subarray(1, 1 + half)), base64url(third.subarray(1 + half))];
    const crv = ecdsaCurves[second.toString()];
    if (crv === undefined) throw new Error('the curve is not known');
    createPublicKey({ format: 'jwk', key: { kty: 'EC', crv, x, y } });
  } else if (!(type === 'ssh-dss' && parts.length === 5)) {
    throw new Error('the type is not known');
  }
}

function sshStrings(blob: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    const length = blob.readUInt32BE(at);
    if (at + 4 + length > blob.length) throw new Error('the key is cut off');
    parts.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A number whose first bit is set would be negative. */
function unsigned(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
}

function colons(hex: string): string {
  return hex.replaceAll(/(..)(?!$)/g, '$1:');
}
