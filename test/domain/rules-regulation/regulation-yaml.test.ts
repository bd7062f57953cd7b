import { describe, expect, it } from 'vitest';
import { readRegulation, readYaml, writeYaml } from '../../../subgraphs/binding-rules/regulation-yaml.ts';

function fault(text: string): string {
  const read = readYaml(text);
  return read.kind === 'OK' ? 'nothing' : (read.failure[0]?.message.en ?? '');
}

describe('the YAML of a regulation', () => {
  it('keeps a day a text, so that no reader can shift it by a time zone', () => {
    expect(readYaml('from: 2024-01-01')).toEqual({ kind: 'OK', value: { from: '2024-01-01' } });
  });

  it('says on which line it is no YAML', () => {
    expect(fault('a: 1\nb: [1, 2')).toBe('line 2 is no YAML');
    expect(fault('a: 1\na: 2')).toBe('line 2 is no YAML');
  });

  it('refuses little text that would become much', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, before] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
      ['e', 'd'],
    ] as const) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
    }
    expect(fault(bomb.join('\n'))).toBe('the text refers to itself too often');
    expect(fault('a: &a [x]\nb: *a')).toBe('nothing');
  });

  it('refuses text longer than a regulation could be', () => {
    expect(fault(`a: ${'x'.repeat(256 * 1024)}`)).toBe('the text is longer than 256 KB');
  });

  it('turns whatever else it states into findings', () => {
    for (const text of ['', '- a', 'just words', '? {a: b}\n: c']) {
      expect(readRegulation(text).kind, text).toBe('FAILED');
    }
  });

  it('stands on one line where it fits, and below each other where a reader goes through one by one', () => {
    const source = {
      rules: [{ code: 'ADULT', condition: { kind: 'age', minimum: 18 } }],
      fills: { WEEKS: 8 },
    };
    expect(writeYaml(source)).toBe(
      'rules:\n  - code: ADULT\n    condition: { kind: age, minimum: 18 }\nfills: { WEEKS: 8 }\n',
    );
  });
});
