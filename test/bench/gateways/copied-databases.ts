import { connect, type Database } from '../../../platform/database/connect.ts';
import { closeDatabase, type PreparedDatabase } from '../../../platform/database/prepare.ts';
import { quoteName, urlFor } from '../../../platform/database/roles.ts';
import type { SubgraphName } from '../../../platform/subgraph-names.ts';

/** Addresses of one owner's database, as messages between processes carry them. */
export type Place = Pick<PreparedDatabase, 'appUrl' | 'publicUrl' | 'adminUrl'>;
export type Places = Readonly<Record<SubgraphName, Place>>;

export interface CopiedDatabases {
  readonly places: Places;
  readonly drop: () => Promise<void>;
}

const MARK = '_bench';

/**
 * Copies of the prepared databases, which the bench may write in as it likes: reacting and the record of who read leave nothing
 * behind in the data of `npm start`. Copies that a killed bench left are removed first.
 */
export async function copyDatabases(prepared: readonly PreparedDatabase[]): Promise<CopiedDatabases> {
  // From beside them: no copy can be made of a database that somebody is connected to.
  const server = connect(urlFor(prepared[0]!.adminUrl, 'postgres'), { applicationName: 'bench', max: 1 });
  const drop = async (): Promise<void> => {
    for (const { database } of prepared) await dropDatabase(server, `${database}${MARK}`);
    await server.end();
  };
  try {
    for (const { database, roles } of prepared) {
      const copy = `${database}${MARK}`;
      await dropDatabase(server, copy);
      await server.unsafe(
        `create database ${quoteName(copy)} template ${quoteName(database)} owner ${quoteName(roles.owner)} strategy file_copy`,
      );
      await closeDatabase(server, copy, roles);
    }
  } catch (fault) {
    await drop();
    if ((fault as { code?: string }).code !== '55006') throw fault;
    throw new Error(
      'Another program uses the databases of the hub; stop it, so that the bench can copy them.',
    );
  }
  const places = prepared.map(({ name, database, appUrl, publicUrl, adminUrl }): [string, Place] => {
    const copy = `${database}${MARK}`;
    return [
      name,
      { appUrl: urlFor(appUrl, copy), publicUrl: urlFor(publicUrl, copy), adminUrl: urlFor(adminUrl, copy) },
    ];
  });
  return { places: Object.fromEntries(places) as Places, drop };
}

async function dropDatabase(server: Database, name: string): Promise<void> {
  await server.unsafe(`drop database if exists ${quoteName(name)} with (force)`);
}
