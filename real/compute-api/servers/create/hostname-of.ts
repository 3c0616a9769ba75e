/** What dnsmasq takes; Linux takes one more. */
const hostnameMax = 63;

/** A host name of letters, digits, hyphens and underscores, out of the name of a server. Nova: `sanitize_hostname`. */
export function hostnameOf(displayName: string, uuid: string): string {
  const name = displayName
    .replace(/[^\0-\xff]/g, '')
    .slice(0, hostnameMax)
    .replace(/[ _.]/g, '-')
    .replace(/[^\w-]+/g, '')
    .toLowerCase()
    .replace(/^-+|-+$/g, '');
  return name === '' ? `server-${uuid}` : name;
}
