import { RequestError } from '../scheduler/request-error.ts';

/** A configuration that cannot be used: the group and option, what was found, what is accepted. */
export class OptionError extends RequestError {
  readonly group: string;
  readonly option: string;

  constructor(type: string, group: string, option: string, problem: string) {
    super(type, `[${group}] ${option}: ${problem}`, { stage: 'config' });
    this.name = 'OptionError';
    this.group = group;
    this.option = option;
  }
}
