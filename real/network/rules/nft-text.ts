import { invariant } from '../../../core/index.ts';

/** What may stand in a command of nft: a number, a word, or words for a set. */
type NftValue = number | string | readonly string[];

/**
 * A command for `nft -f`. Values are addresses, device names and identifiers only: one that has a space, brace, quote,
 * semicolon or newline is a broken invariant, whoever asked for it.
 */
export function nft(texts: TemplateStringsArray, ...values: readonly NftValue[]): string {
  return texts.reduce((line, text, index) => line + textOf(values[index - 1]!) + text);
}

function textOf(value: NftValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return checked(value);
  invariant(value.length > 0, 'nftables has no empty set in a rule');
  return value.length === 1 ? checked(value[0]!) : `{ ${value.map(checked).join(', ')} }`;
}

function checked(word: string): string {
  invariant(/^[A-Za-z0-9_./:-]+$/.test(word), `${JSON.stringify(word)} is no word of nftables`);
  return word;
}
