/**
 * The best of the offered media types for an `Accept` header: highest quality, then order of the
 * offers. Empty when none is acceptable. No header, or a broken one, accepts everything.
 */
export function acceptedType(accept: string | undefined, offers: readonly string[]): string | undefined {
  const ranges = (accept ?? '')
    .split(',')
    .map(parseRange)
    .filter((range) => range !== undefined);
  if (ranges.length === 0) return offers[0];
  let best: string | undefined;
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > bestQuality) {
      best = offer;
      bestQuality = quality;
    }
  }
  return best;
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange | undefined {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = ''] = range.split('/');
  if (type === '' || subtype === '') return undefined;
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { type, subtype, quality: Number(quality) || 0 };
}

/** The most specific range that covers the offer decides. */
function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  const [type, subtype] = offer.split('/');
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype);
  const half = ranges.find((range) => range.type === type && range.subtype === '*');
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*');
  return (exact ?? half ?? any)?.quality ?? 0;
}
