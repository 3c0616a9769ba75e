import { type FilterDefinition, optionCatalogue, type OptionGroup, type WeigherDefinition } from '../../core/index.ts';

/** The entry of a filter in docs/reference/filters.md: what its definition says, in words. */
export function filterEntry(filter: FilterDefinition): string {
  const { name, aliases = [], summary, codes, oncePerRequest, runOnRebuild } = filter;
  const notes = [
    oncePerRequest ? 'Asked once for a request of several instances.' : 'Asked for each instance of a request.',
    runOnRebuild ? 'Asked for rebuilds too.' : undefined,
  ];
  return entry(name, summary, [
    aliases.length > 0 ? `Also called: ${aliases.join(', ')}` : undefined,
    `Refuses with: ${codes.length > 0 ? codes.map(code).join(', ') : 'nothing'}`,
    optionLine(filter.options),
    novaLine(filter.nova),
    notes.filter(Boolean).join(' '),
  ]);
}

/** The entry of a weigher in docs/reference/weighers.md. */
export function weigherEntry(weigher: WeigherDefinition): string {
  const { name, summary, minimum, maximum, aggregateKey } = weigher;
  const low = minimum === undefined ? 'the smallest value among the survivors' : `${minimum}`;
  const high = maximum === undefined ? 'the largest' : `${maximum}`;
  return entry(name, summary, [
    `Normalised between ${low} and ${high}`,
    aggregateKey === undefined ? undefined : `Aggregates may set: \`${aggregateKey}\``,
    optionLine(weigher.options),
    novaLine(weigher.nova),
  ]);
}

/** The options of some groups as a table: name, what is accepted, default. */
export function optionTable(groups: readonly OptionGroup[]): string {
  const rows = groups.flatMap((group) =>
    Object.entries(optionCatalogue[group]).map(([name, { accepts, default: value }]) => {
      return `| \`[${group}] ${name}\` | ${accepts} | ${value === undefined ? 'none' : code(JSON.stringify(value))} |`;
    }),
  );
  return ['| option | accepts | default |', '|---|---|---|', ...rows].join('\n');
}

function entry(name: string, summary: string, lines: readonly (string | undefined)[]): string {
  const facts = lines.filter((line) => line !== undefined && line !== '').map((line) => `- ${line}`);
  return [`### ${name}`, '', summary, '', ...facts].join('\n');
}

function optionLine(options: readonly string[] | undefined): string | undefined {
  return options === undefined ? undefined : `Options: ${options.map(code).join(', ')}`;
}

function novaLine(nova: FilterDefinition['nova']): string {
  if (nova === undefined) return "Astrolabe's own";
  const since = nova.since === undefined ? '' : `, since ${nova.since}`;
  const until = nova.removedIn === undefined ? '' : `, removed in ${nova.removedIn}`;
  return `Nova: \`${nova.source}\`${since}${until}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
