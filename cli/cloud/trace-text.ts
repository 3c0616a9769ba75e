import type { ServerTrace, SpanRecord, StoryAction, StoryDecision, StoryServer } from '../../real/index.ts';
import { textTable } from '../text-table.ts';

/** The sequence of one action: when, how long, who, what. */
export function traceText({ server, decisions }: ServerTrace, action: StoryAction): string {
  const [first] = action.spans;
  const name = `${server.name} (${server.id}): ${action.action ?? 'unasked'}`;
  if (first === undefined) return `${name}, trace ${action.traceId}\nIts spans are no longer kept.`;
  const events = eventLines(server, decisions, action);
  const active = events.find(({ text }) => text.startsWith(ACTIVE));
  const total = active ? `, ACTIVE after ${milliseconds(active.atUs - first.startUs)} ms` : '';
  const head = `${name}${total}, trace ${action.traceId}`;
  const lines = [...spanLines(action.spans), ...events];
  const cells = inOrder(lines).map(({ atUs, tookUs, service, depth, text }) => [
    milliseconds(atUs - first.startUs),
    tookUs === null ? '' : milliseconds(tookUs),
    service,
    `${'  '.repeat(depth)}${text}`,
  ]);
  return `${head}\n${textTable([['at ms', 'took ms', 'service', ''], ...cells], ['right', 'right', 'left', 'left'])}`;
}

const ACTIVE = 'ACTIVE';

interface Line {
  readonly atUs: number;
  readonly tookUs: number | null;
  readonly service: string;
  readonly depth: number;
  readonly text: string;
}

/** What came of a span stands below it, further in. */
function spanLines(spans: readonly SpanRecord[]): Line[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = new Map<string | null, SpanRecord[]>();
  for (const span of spans) {
    const parent = span.parentSpanId !== null && known.has(span.parentSpanId) ? span.parentSpanId : null;
    const those = below.get(parent);
    if (those) those.push(span);
    else below.set(parent, [span]);
  }
  const lines: Line[] = [];
  const visit = (span: SpanRecord, depth: number, around: string | undefined): void => {
    const children = below.get(span.spanId) ?? [];
    // A message that was handled is told by its handler.
    const isHandled = span.kind === 'client' || span.kind === 'producer' ? children.length > 0 : false;
    const { host } = span.attributes;
    // A service that does something on a host does all of it there.
    const own = typeof host === 'string' ? `${span.service} ${host}` : undefined;
    const place = own ?? (around?.split(' ')[0] === span.service ? around : span.service);
    if (!isHandled) lines.push(spanLine(span, place, depth));
    for (const child of children) visit(child, isHandled ? depth : depth + 1, place);
  };
  for (const root of below.get(null) ?? []) visit(root, 0, undefined);
  return lines;
}

function spanLine(span: SpanRecord, service: string, depth: number): Line {
  const { name, startUs, endUs, status, message, attributes } = span;
  const { operation } = attributes;
  const what = typeof operation === 'string' ? `${name} ${operation}` : name;
  return {
    ...{ atUs: startUs, tookUs: endUs - startUs, service, depth },
    text: status === 'error' ? `${what} FAILED: ${message}` : what,
  };
}

/** What is known from rows: decisions, and the moment when the server was there. */
function eventLines(server: StoryServer, decisions: readonly StoryDecision[], { action, spans }: StoryAction): Line[] {
  const beganUs = spans[0]?.startUs ?? 0;
  const endedUs = Math.max(...spans.map(({ endUs }) => endUs));
  const during = (seconds: number | null): seconds is number =>
    seconds !== null && seconds * 1e6 >= beganUs - roundingUs && seconds * 1e6 <= endedUs + roundingUs;
  const event = (seconds: number, service: string, text: string): Line => {
    return { atUs: Math.round(seconds * 1e6), tookUs: null, service, depth: 0, text };
  };
  return [
    ...decisions
      .filter(({ decidedAtSeconds }) => during(decidedAtSeconds))
      .map((each) => event(each.decidedAtSeconds, 'scheduler', `decision: ${each.sentences[0] ?? each.outcome}`)),
    ...(action === 'create' && during(server.launchedAtSeconds)
      ? [event(server.launchedAtSeconds, '', `${ACTIVE} on ${server.host}`)]
      : []),
  ];
}

/** Rows know their times to the millisecond. */
const roundingUs = 1000;

/** Events stand behind the last line that began before them, as far in as it. */
function inOrder(lines: readonly Line[]): Line[] {
  const ordered = lines.filter(({ tookUs }) => tookUs !== null);
  for (const event of lines.filter(({ tookUs }) => tookUs === null)) {
    const before = ordered.findLastIndex(({ atUs }) => atUs <= event.atUs + roundingUs);
    ordered.splice(before + 1, 0, { ...event, depth: ordered[before]?.depth ?? 0 });
  }
  return ordered;
}

function milliseconds(us: number): string {
  return (us / 1000).toFixed(1);
}
