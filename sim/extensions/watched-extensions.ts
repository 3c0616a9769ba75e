import type { FilterDefinition, HostCheck, HostScore, RequestSpec, WeigherDefinition } from '../../core/index.ts';
import type { WatchBoard } from './watch-board.ts';

/** The same filter, which notes on the board when it is entered and left. */
export function watchedFilter(filter: FilterDefinition, module: string, board: WatchBoard): FilterDefinition {
  const subject = board.add(`the filter "${filter.name}" of ${module}`);
  return derived(filter, {
    bind: (request, context) => {
      board.noteRequest(phraseOf(request));
      const check = within(board, subject, () => filter.bind(request, context));
      return check && watchedCheck(check, subject, board);
    },
  });
}

/** The same weigher, which notes on the board when it is entered and left. */
export function watchedWeigher(weigher: WeigherDefinition, module: string, board: WatchBoard): WeigherDefinition {
  const subject = board.add(`the weigher "${weigher.name}" of ${module}`);
  return derived(weigher, {
    multiplier: (options) => within(board, subject, () => weigher.multiplier(options)),
    bind: (request, hosts, context) => {
      board.noteRequest(phraseOf(request));
      const score = within(board, subject, () => weigher.bind(request, hosts, context));
      return watchedScore(score, subject, board);
    },
  });
}

/** Everything that is not replaced stays its own, whatever it was made of. */
function derived<T extends object>(definition: T, replaced: Partial<T>): T {
  const made = Object.create(definition) as T;
  for (const [name, value] of Object.entries(replaced)) Object.defineProperty(made, name, { value, enumerable: true });
  return made;
}

function watchedCheck(check: HostCheck, subject: number, board: WatchBoard): HostCheck {
  return {
    passes(host) {
      board.enter(subject, host.index);
      try {
        return check.passes(host);
      } finally {
        board.leave();
      }
    },
    explain(host) {
      board.enter(subject, host.index);
      try {
        return check.explain(host);
      } finally {
        board.leave();
      }
    },
  };
}

function watchedScore(score: HostScore, subject: number, board: WatchBoard): HostScore {
  const raw: HostScore['raw'] = (host) => {
    board.enter(subject, host.index);
    try {
      return score.raw(host);
    } finally {
      board.leave();
    }
  };
  return score.constant === undefined ? { raw } : { raw, constant: score.constant };
}

function within<T>(board: WatchBoard, subject: number, call: () => T): T {
  board.enter(subject, -1);
  try {
    return call();
  } finally {
    board.leave();
  }
}

function phraseOf({ flavor, instanceUuids }: RequestSpec): string {
  return `instance ${instanceUuids[0]} of flavor "${flavor.name}"`;
}
