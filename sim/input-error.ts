/** Codes of everything that can be wrong with a scenario or with a file that it names, and what each means. */
export const inputCodes = {
  'file-missing': 'A file named in the scenario or on the command line is not there or cannot be read.',
  'yaml-syntax': 'The scenario is not valid YAML.',
  'unknown-key': 'A key that the scenario format does not know; most often a misspelling.',
  'missing-key': 'A key that must be there is not.',
  'wrong-type': 'A value of another type than the key takes.',
  'wrong-value': 'A value outside of what the key accepts.',
  'wrong-unit': 'An amount or a duration without a unit, or with an unknown one.',
  'unknown-name': 'A name that nothing in the scenario or in the program has: a filter, a weigher, a flavor, a zone.',
  'duplicate-name': 'Two things that must be told apart have the same name.',
  conflict: 'Two keys that exclude each other, or one that needs another.',
  'no-hosts': 'A selection of hosts that matches none.',
  'own-module': "A module with the scenario's own filters or weighers cannot be used.",
  'trace-empty': 'A trace without a header or without rows.',
  'trace-header': 'The first line of a trace does not name the columns of a known kind.',
  'trace-fields': 'A line of a trace has another number of fields than its header.',
  'trace-unterminated': 'The last line of a trace does not end in a newline: the file was cut off.',
  'trace-gzip': 'A compressed trace cannot be unpacked: it was cut off or damaged.',
  'trace-quotes': 'A quoted field of a trace is malformed or never closed.',
  'trace-number': 'A field of a trace that must be a number is not one.',
  'trace-range': 'A number in a trace is outside of its range, a negative lifetime for example.',
  'trace-text': 'A text in a trace is none of those that its column takes.',
} as const;

export type InputCode = keyof typeof inputCodes;

/** One thing that is wrong in an input: where, what was found and what is accepted. */
export interface InputProblem {
  readonly code: InputCode;
  readonly file: string;
  /** From 1; absent when the problem is the file itself. */
  readonly line?: number | undefined;
  /** Character in the line, from 1. */
  readonly column?: number | undefined;
  /** Key in a scenario (`cloud.hosts[0].vcpus`) or name of a column in a trace. */
  readonly path?: string | undefined;
  readonly found?: string | undefined;
  readonly accepted?: string | undefined;
  /** The known name most like the one that was found. */
  readonly nearest?: string | undefined;
}

/**
 * Input that cannot be used. `problems` holds everything that was found, in the order of the file;
 * `code` is that of the first. The message has one line per problem.
 */
export class InputError extends Error {
  readonly code: InputCode;
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'InputError';
    this.code = problems[0]!.code;
    this.problems = problems;
  }
}

/** `a.yaml:3:5: cloud.hosts[0].vcpus: found 0; accepted: a whole number from 1 [wrong-value]`. */
export function describeProblem(problem: InputProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const facts: string[] = [];
  if (problem.found !== undefined) facts.push(`found ${problem.found}`);
  if (problem.accepted !== undefined) facts.push(`accepted: ${problem.accepted}`);
  if (problem.nearest !== undefined) facts.push(`did you mean "${problem.nearest}"?`);
  const subject = problem.path === undefined || problem.path === '' ? '' : `${problem.path}: `;
  return `${place}: ${subject}${facts.join('; ')} [${problem.code}]`;
}
