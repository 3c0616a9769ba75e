/**
 * A uuid in its usual form, small letters in five groups; empty when the text is none. As Placement,
 * it takes capital letters, braces, `urn:uuid:` and missing hyphens.
 */
export function normalizeUuid(text: string): string | undefined {
  const digits = text
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
