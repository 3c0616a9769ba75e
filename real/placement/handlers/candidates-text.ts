import { inventoriesOf, rootsOf } from '../../../core/index.ts';
import type { AllocationCandidate, CandidateList, CandidatesQuery, Placement } from '../../../core/index.ts';

interface KnownText {
  readonly version: number;
  readonly text: string;
}

/**
 * Writes the JSON of allocation candidates as text. The summary of a provider is kept until the
 * provider changes, because most have not changed since the last request.
 */
export class CandidatesText {
  private placement: Placement | undefined;
  private known: KnownText[] = [];

  write(placement: Placement, query: CandidatesQuery, list: CandidateList, minor: number): string {
    if (placement !== this.placement) {
      this.placement = placement;
      this.known = [];
    }
    const requests =
      list.kind === 'flat'
        ? flatRequests(placement, query, list, minor)
        : combinedRequests(placement, query, list.candidates, minor);
    const summaries = this.summaries(placement, query, list, minor);
    return `{"allocation_requests":[${requests}],"provider_summaries":{${summaries}}}`;
  }

  private summaries(placement: Placement, query: CandidatesQuery, list: CandidateList, minor: number): string {
    const providers = summarized(placement, list, minor);
    if (minor < 27) {
      const asked = new Set(query.groups.flatMap((group) => Object.keys(group.resources)));
      return providers.map((provider) => summaryText(placement, provider, minor, asked)).join(',');
    }
    if (minor < 29) return providers.map((provider) => summaryText(placement, provider, minor)).join(',');
    let text = '';
    for (const provider of providers)
      text += text === '' ? this.summary(placement, provider) : `,${this.summary(placement, provider)}`;
    return text;
  }

  private summary(placement: Placement, provider: number): string {
    const version = placement.state.versions[provider]!;
    const known = this.known[provider];
    if (known?.version === version) return known.text;
    const text = summaryText(placement, provider, 29);
    this.known[provider] = { version, text };
    return text;
  }
}

/** Every provider of the trees in play; before microversion 1.29, where there are trees, only those taken from. */
function summarized(placement: Placement, list: CandidateList, minor: number): readonly number[] {
  if (list.kind === 'flat') return [...list.providers];
  if (minor < 29 && placement.state.hasTrees) {
    return [...new Set(list.candidates.flatMap(({ rows }) => rows.map((row) => row.provider)))];
  }
  return [...rootsOf(placement, list)].flatMap((root) => placement.state.subtree(root));
}

function summaryText(placement: Placement, provider: number, minor: number, asked?: ReadonlySet<string>): string {
  const { state } = placement;
  const { uuid, traits, parent, root } = state.facts(provider);
  const resources: Record<string, { capacity: number; used: number }> = {};
  for (const name of inventoriesOf(placement, provider).keys()) {
    if (asked !== undefined && !asked.has(name)) continue;
    const classId = state.classes.idOf(name)!;
    const column = state.column(classId)!;
    resources[name] = { capacity: column.capacity(provider), used: column.used(provider) };
  }
  const summary: Record<string, unknown> = { resources };
  if (minor >= 17) summary['traits'] = [...traits].map((traitId) => state.traits.nameOf(traitId));
  if (minor >= 29) {
    summary['parent_provider_uuid'] = parent < 0 ? null : state.facts(parent).uuid;
    summary['root_provider_uuid'] = state.facts(root).uuid;
  }
  return `"${uuid}":${JSON.stringify(summary)}`;
}

/** Candidates of one provider each differ in its uuid only. */
function flatRequests(
  placement: Placement,
  query: CandidatesQuery,
  list: Extract<CandidateList, { kind: 'flat' }>,
  minor: number,
): string {
  const { state } = placement;
  const resources = list.amounts.map(([classId, amount]) => `"${state.classes.nameOf(classId)}":${amount}`).join(',');
  const suffixes = query.groups.map((group) => group.suffix);
  const [before, between, after] =
    minor >= 12
      ? ['{"allocations":{"', `":{"resources":{${resources}}}}`, '}']
      : ['{"allocations":[{"resource_provider":{"uuid":"', `"},"resources":{${resources}}}]`, '}'];
  let text = '';
  for (const provider of list.providers) {
    const { uuid } = state.facts(provider);
    const mappings = minor >= 34 ? mappingsText(suffixes, uuid) : '';
    text += `${text === '' ? '' : ','}${before}${uuid}${between}${mappings}${after}`;
  }
  return text;
}

function mappingsText(suffixes: readonly string[], uuid: string): string {
  if (suffixes.length === 1) return `,"mappings":{"${suffixes[0]}":["${uuid}"]}`;
  return `,"mappings":{${suffixes.map((suffix) => `"${suffix}":["${uuid}"]`).join(',')}}`;
}

function combinedRequests(
  placement: Placement,
  query: CandidatesQuery,
  candidates: readonly AllocationCandidate[],
  minor: number,
): string {
  return candidates.map((candidate) => JSON.stringify(candidateJson(placement, query, candidate, minor))).join(',');
}

function candidateJson(
  placement: Placement,
  query: CandidatesQuery,
  candidate: AllocationCandidate,
  minor: number,
): object {
  const { state } = placement;
  const byProvider = new Map<string, Record<string, number>>();
  for (const { provider, classId, amount } of candidate.rows) {
    const { uuid } = state.facts(provider);
    const resources = byProvider.get(uuid) ?? {};
    resources[state.classes.nameOf(classId)] = amount;
    byProvider.set(uuid, resources);
  }
  if (minor < 12) {
    return { allocations: [...byProvider].map(([uuid, resources]) => ({ resource_provider: { uuid }, resources })) };
  }
  const allocations = Object.fromEntries([...byProvider].map(([uuid, resources]) => [uuid, { resources }]));
  if (minor < 34) return { allocations };
  const mappings = Object.fromEntries(
    query.groups.map((group, index) => [
      group.suffix,
      candidate.mappings[index]!.map((provider) => state.facts(provider).uuid),
    ]),
  );
  return { allocations, mappings };
}
