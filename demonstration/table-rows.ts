import { getTableColumns, getTableName, type InferInsertModel } from 'drizzle-orm';
import type { AnyPgTable } from 'drizzle-orm/pg-core';

import type { CopyValue } from '../platform/database/copy-rows.ts';
import type { SubgraphName } from '../platform/subgraph-names.ts';
import * as allocation from '../subgraphs/allocation/subgraph.ts';
import * as registrations from '../subgraphs/registrations/subgraph.ts';
import * as urgencies from '../subgraphs/urgencies/subgraph.ts';
import * as vacancies from '../subgraphs/vacancies/subgraph.ts';
import { rankingRows, reactionRows, reactionsOf, ruleSetRows } from './allocation-rows.ts';
import { chanceRows } from './chance-rows.ts';
import { considerationRows, coursesOfHomes } from './course-rows.ts';
import { drawLotRows, drawRows, drawSecretRows } from './draws.ts';
import { grantsOf, grantsOfUrgencies } from './file-grants.ts';
import type { Population } from './generate.ts';
import { recordedDecisions } from './receipts.ts';
import { CARE_PROVIDERS } from './places.ts';
import type { Ranked } from './rankings.ts';
import { SEED } from './reference.ts';
import { rowId } from './row-id.ts';
import { applicantOf, presentState } from './seeker.ts';

/** The rows of one table, made as they are read. */
export interface TableRows {
  readonly subgraph: SubgraphName;
  readonly table: string;
  /** Names in SQL, in the order of the values of a row. */
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly CopyValue[]>;
}

/**
 * Every table of what was made up, in an order in which no row refers to a later one. Each may be read again. Of a frozen ranking
 * for which `keepsFacts` says no, the facts, salts and receipts are left out, as after the end of their term.
 */
export function tablesOf(
  made: Population,
  keepsFacts: (ranked: Ranked) => boolean = () => true,
): readonly TableRows[] {
  const { regions, seekers } = made;
  const states = () => seekers.values().map(presentState);
  const courses = coursesOfHomes(made.considered);
  const recorded = recordedDecisions(made.rankings.filter(keepsFacts), courses, reactionsOf);
  const corporations = regions.flatMap((each) =>
    each.corporations.map(({ code, name }) => ({ owner: code, name })),
  );
  const registrars = regions.map((each) => ({
    owner: each.registrar,
    name: each.registrarName,
    region: each.region,
  }));
  return [
    rowsOf('vacancies', vacancies.corporation, () => corporations),
    rowsOf('vacancies', vacancies.complex, () => made.complexes),
    rowsOf('vacancies', vacancies.dwelling, () => made.dwellings),
    rowsOf('vacancies', vacancies.complexSparing, () => made.sparings),
    rowsOf('vacancies', vacancies.vacancy, () => made.vacancies),
    rowsOf('urgencies', urgencies.careProvider, () => CARE_PROVIDERS),
    rowsOf('urgencies', urgencies.urgency, () => states().flatMap((state) => state.urgencies)),
    rowsOf('urgencies', urgencies.urgencyCondition, () =>
      seekers.values().flatMap((each) => each.urgencyConditions),
    ),
    rowsOf('urgencies', urgencies.fileGrant, () => grantsOfUrgencies(made.considered)),
    rowsOf('registrations', registrations.registrar, () => registrars),
    rowsOf('registrations', registrations.waitingScheme, () => made.waitingSchemes),
    rowsOf('registrations', registrations.applicant, () => seekers.values().map(applicantOf)),
    rowsOf('registrations', registrations.registration, () => states().map(({ row }) => row)),
    rowsOf('registrations', registrations.tie, () => states().flatMap(({ ties }) => ties)),
    rowsOf('registrations', registrations.incomeTest, () => seekers.values().flatMap(({ tests }) => tests)),
    rowsOf('registrations', registrations.exclusion, () =>
      seekers.values().flatMap(({ exclusions }) => exclusions),
    ),
    rowsOf('registrations', registrations.fileGrant, () => grantsOf(made.considered)),
    rowsOf('allocation', allocation.ruleSet, () => ruleSetRows(made.rankings)),
    rowsOf('allocation', allocation.ranking, () => rankingRows(made.rankings, courses, keepsFacts)),
    rowsOf('allocation', allocation.reaction, () => reactionRows(made.rankings, recorded, keepsFacts)),
    rowsOf('allocation', allocation.draw, () => drawRows(made.vacancies, made.rankings)),
    rowsOf('allocation', allocation.drawSecret, () => drawSecretRows(made.vacancies)),
    rowsOf('allocation', allocation.drawLot, () => drawLotRows(made.rankings)),
    rowsOf('allocation', allocation.consideration, () => considerationRows(courses)),
    rowsOf('allocation', allocation.offer, () => courses.values().flatMap(({ offers }) => offers)),
    rowsOf('allocation', allocation.verification, () =>
      courses.values().flatMap(({ verifications }) => verifications),
    ),
    rowsOf('allocation', allocation.letting, () =>
      courses.values().flatMap(({ letting }) => (letting === null ? [] : [letting])),
    ),
    rowsOf('allocation', allocation.permit, () =>
      courses.values().flatMap(({ permit }) => (permit === null ? [] : [permit])),
    ),
    rowsOf('allocation', allocation.leftHome, () =>
      courses.values().flatMap(({ leftHome }) => (leftHome === null ? [] : [leftHome])),
    ),
    rowsOf('allocation', allocation.chanceCount, () => chanceRows(courses)),
    rowsOf('allocation', allocation.receipt, () => recorded.receipts()),
    rowsOf('allocation', allocation.receiptFacts, () => recorded.facts()),
    // The noise of a preview stands still as everything else does; a hub with people in it makes a secret of its own.
    rowsOf('allocation', allocation.disclosureSecret, () => [
      { single: true, secret: rowId('disclosure secret', SEED) },
    ]),
  ];
}

/** A table's rows as COPY takes them: the columns come from the declaration, so that a new column cannot be forgotten. */
function rowsOf<Table extends AnyPgTable>(
  subgraph: SubgraphName,
  table: Table,
  rows: () => Iterable<InferInsertModel<Table>>,
): TableRows {
  // The database makes the generated ones.
  const declared = Object.entries(getTableColumns(table)).filter(
    ([, { generated }]) => generated === undefined,
  );
  const keys = declared.map(([key]) => key);
  return {
    subgraph,
    table: getTableName(table),
    columns: declared.map(([, column]) => column.name),
    rows: {
      *[Symbol.iterator]() {
        for (const row of rows()) {
          const values = row as Readonly<Record<string, CopyValue>>;
          yield keys.map((key) => values[key]);
        }
      },
    },
  };
}
