import { randomInt } from 'node:crypto';

/** Without characters that are easily taken for another. */
const groups = ['23456789', 'ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz'];
/** Nova's `password_length`. */
const length = 12;

/** A password with at least one digit, one capital and one small letter. */
export function newPassword(): string {
  const all = groups.join('');
  const characters = groups.map(oneOf);
  while (characters.length < length) characters.push(oneOf(all));
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other]!, characters[at]!];
  }
  return characters.join('');
}

function oneOf(text: string): string {
  return text.charAt(randomInt(text.length));
}
