import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../demonstration/example.ts';
import { exampleVariables } from '../../demonstration/write-examples.ts';
import { namedOperation } from '../../gateway/named-operations.ts';
import { readManifest } from '../../gateway/trusted-documents/manifest.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { everybody } from '../support/document-modes.ts';
import { openDoor, type TestDoor } from '../support/door.ts';
import { startTestHub, type TestHub } from '../support/hub.ts';
import {
  allocatorOf,
  ANALYST,
  ANONYMOUS,
  AUDITOR,
  memberOf,
  officerOf,
  permitOfficerOf,
  registrarOf,
  seekerOf,
} from '../support/viewers.ts';

const example = exampleOf('small');
const variablesOf = exampleVariables(example);
const { public: ids } = readManifest();
const isChange = (name: string): boolean => /^mutation/m.test(namedOperation(name));
const QUESTIONS = Object.keys(ids).filter((name) => !isChange(name));
const CHANGES = Object.keys(ids).filter(isChange);

/** Who has a task with the example, who has the same task elsewhere, and who has none. */
const VIEWERS: readonly Viewer[] = [
  ANONYMOUS,
  seekerOf(example.registration),
  seekerOf('R0001:00000000-0000-8000-8000-000000000000'),
  registrarOf('R0001'),
  registrarOf('R0002'),
  allocatorOf(example.corporation),
  allocatorOf('L9999'),
  officerOf(example.municipality),
  permitOfficerOf(example.municipality),
  memberOf(example.careProvider, 'CARE_PROVIDER'),
  memberOf(example.municipality, 'PUBLISHER'),
  memberOf(example.municipality, 'APPROVER'),
  ANALYST,
  AUDITOR,
];

describe('an id gives nobody more than its text does', () => {
  let test: TestHub;
  let door: TestDoor;

  beforeAll(async () => {
    test = await startTestHub();
    door = await openDoor(test, everybody('TRUSTED_ONLY'));
  });
  afterAll(async () => {
    await door?.stop();
    await test?.stop();
  });

  /** The same question twice, in words past the door and by id at it. */
  async function bothWays(name: string, viewer: Viewer) {
    const variables = variablesOf[name] ?? {};
    const inWords = await test.ask(name, variables, viewer);
    const { status: _status, ...byId } = await door.post({ documentId: ids[name], variables }, viewer);
    return { inWords, byId };
  }

  it.each(QUESTIONS)('%s: the same answer, and the same refusals, for everybody', async (name) => {
    for (const viewer of VIEWERS) {
      const { inWords, byId } = await bothWays(name, viewer);
      expect(byId.codes, viewer.role).toEqual(inWords.codes);
      expect(lasting(byId.data), viewer.role).toEqual(lasting(inWords.data));
    }
  });

  it('was asked of questions that somebody may ask and somebody may not', async () => {
    expect(QUESTIONS.length).toBeGreaterThan(30);
    const own = await bothWays('registration', seekerOf(example.registration));
    expect(own.byId.data).toMatchObject({ registration: { id: example.registration } });
    expect((await bothWays('registration', ANONYMOUS)).byId.codes).toContain('UNAUTHENTICATED');
    expect((await bothWays('ranking', ANALYST)).byId.codes).toContain('FORBIDDEN');
  });

  it.each(CHANGES)('%s: refused to whoever may change nothing', async (name) => {
    for (const viewer of [ANONYMOUS, ANALYST]) {
      const { inWords, byId } = await bothWays(name, viewer);
      expect(byId.codes.length, viewer.role).toBeGreaterThan(0);
      expect(byId, viewer.role).toEqual(inWords);
      for (const code of byId.codes)
        expect(['UNAUTHENTICATED', 'FORBIDDEN', 'INVALID_INPUT'], viewer.role).toContain(code);
    }
  });
});

/** Without what each asking adds to: the record of who read a file. */
function lasting(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === 'reads' ? undefined : value)));
}
