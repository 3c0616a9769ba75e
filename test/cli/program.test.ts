import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { exitCode } from '../../cli/exit-code.ts';
import { createProgram } from '../../cli/program.ts';
import { astrolabe, inProcess, workFolder } from './run-astrolabe.ts';

const program = await createProgram();
const commands = program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]));

function fullHelp(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('every command', () => {
  it('is there', () => {
    expect(commands.length).toBeGreaterThanOrEqual(4);
  });

  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s has help with an example',
    (_, command) => {
      expect(fullHelp(command)).toMatch(/Examples?:\n\s+(astrolabe|npm) /);
    },
  );

  it.each(commands.map((command) => [command.name(), command] as const))('%s has a description', (_, command) => {
    expect(command.description()).toMatch(/\w+ \w+/);
  });
});

describe('the document of the command line', () => {
  const document = readFileSync(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8');
  const sections = new Map(document.split(/^## astrolabe /m).map((text) => [/^\w+/.exec(text)?.[0], text]));

  it.each(program.commands.map((command) => [command.name(), command] as const))(
    'has %s and its options',
    (name, command) => {
      const section = sections.get(name) ?? '';
      expect(section.length).toBeGreaterThan(80);
      // A service has a reference of its own.
      if (section.includes(`[its reference](${name}.md)`)) return;
      const options = [command, ...command.commands].flatMap((each) => each.options.map((option) => option.long ?? ''));
      const common = ['--json', '--quiet'];
      expect(options.filter((option) => !common.includes(option) && !section.includes(`\`${option}\``))).toEqual([]);
    },
  );

  it('has every exit code', () => {
    const said = [...document.matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]));
    expect(said).toEqual(Object.values(exitCode));
  });
});

describe('astrolabe', () => {
  it('exits with 0 for help and the version, and with 2 for a command that it does not know', async () => {
    const help = await inProcess('--help');
    expect(help.code).toBe(0);
    for (const command of program.commands) expect(help.out).toContain(`  ${command.name()} `);
    expect(await inProcess('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    const unknown = await inProcess('simulat');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/unknown command 'simulat'\n\(Did you mean simulate\?\)/);
    expect((await inProcess()).code).toBe(2);
  });

  it('answers through its entry point as in process', async () => {
    const outside = await astrolabe(workFolder(), 'report', 'none.sqlite');
    expect(outside).toEqual({ code: 2, out: '', err: 'astrolabe: none.sqlite: no such file.\n' });
    expect(await inProcess('report', 'none.sqlite')).toEqual(outside);
  });
});
