import { acceptState, firstState } from './page/accept-state.ts';
import { bootSection } from './page/boot-section.ts';
import { element } from './page/element.ts';
import { hostsSection } from './page/hosts-section.ts';
import { keepLoaded } from './page/keep-loaded.ts';
import { pageHeader } from './page/page-header.ts';
import { pageState } from './page/page-state.ts';
import { picksBar } from './page/picks-bar.ts';
import { refusalsSection } from './page/refusals-section.ts';
import { hasRuns, type ReportContext } from './page/report-context.ts';
import { fetchedReport, type ReportSource } from './page/report-source.ts';
import { runsSection } from './page/runs-section.ts';
import { useSection } from './page/use-section.ts';
import { verdictSection } from './page/verdict-section.ts';

keepLoaded(document.querySelector<HTMLElement>('#report')!, () => drawReport(fetchedReport('api/')));

async function drawReport(source: ReportSource): Promise<Node> {
  const [scenario, { runs }, { metrics }] = await Promise.all([source.scenario(), source.runs(), source.metrics()]);
  document.title = `${scenario.name} – Astrolabe`;
  const state = pageState(firstState, (wanted) => acceptState(wanted, scenario, metrics));
  const context: ReportContext = {
    source,
    state,
    scenario,
    runs,
    metrics: new Map(metrics.map((metric) => [metric.key, metric])),
  };
  const report = element('div', { class: 'report' }, pageHeader(scenario), picksBar(context), verdictSection(context));
  if (scenario.variants.some(hasRuns)) {
    report.append(useSection(context), hostsSection(context), refusalsSection(context), bootSection(context));
  }
  report.append(runsSection(context));
  return report;
}
