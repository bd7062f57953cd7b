import { connect, type Database } from '../../../platform/database/connect.ts';
import type { PreparedDatabase } from '../../../platform/database/prepare.ts';
import type { Choices } from './randomly.ts';

/** Who and what is asked about, chosen at random over the whole population. */
export interface Samples {
  readonly registrations: readonly string[];
  /** Of a region and a neighbour that together have about as many open homes as the two regions of the smallest scale. */
  readonly seekers: readonly { readonly registration: string; readonly regions: readonly string[] }[];
  readonly municipalities: readonly string[];
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly rankings: readonly { readonly vacancy: string; readonly owner: string }[];
  /** Who stands on an open home with about five thousand reactions, in a region as large as the larger one of the smallest scale. */
  readonly standing: readonly { readonly vacancy: string; readonly registration: string }[];
}

/** How many open homes the two regions have in which a seeker looks, at every scale. */
const OPEN_IN_TWO_REGIONS = 140;

/** Chooses `count` of each. Reads as the administrator, before anything is measured. */
export async function sampleOf(
  databases: readonly PreparedDatabase[],
  count: number,
  choices: Choices,
): Promise<Samples> {
  const of = (name: string): Database =>
    connect(databases.find((database) => database.name === name)!.adminUrl, {
      applicationName: 'bench',
      max: 1,
    });
  const [registrations, vacancies, allocation] = [of('registrations'), of('vacancies'), of('allocation')];
  try {
    const registrars = await registrarsOf(registrations);
    const open = new Map(
      (
        await vacancies<{ region: string; open: number }[]>`
        select region, count(*)::int as open from vacancy where status = 'PUBLISHED' group by region`
      ).map((row) => [row.region, row.open]),
    );
    const municipalities = await vacancies<{ municipality: string; region: string }[]>`
      select distinct municipality, region from dwelling order by 1`;
    const seekers: Samples['seekers'][number][] = [];
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { owner, region } = anyOf(registrars, choices);
      const [row] = await registrations<{ id: string }[]>`
        select id from registration where owner = ${owner} and id >= ${choices.uuid()}::uuid and status = 'ACTIVE'
         order by id limit 1`;
      if (row === undefined) continue;
      ids.push(`${owner}:${row.id}`);
      const regions = pairWith(region, open);
      if (regions !== undefined) seekers.push({ registration: `${owner}:${row.id}`, regions });
    }
    // As likely as there is something to look for, so that a page is as full at every scale.
    const offered = await vacancies<Offered[]>`
      select municipality, region, owner from vacancy where status = 'PUBLISHED' order by owner, id`;
    return {
      registrations: ids,
      seekers,
      municipalities: municipalities.map(({ municipality }) => municipality),
      filters: Array.from({ length: count }, () => filterOf(choices.pick(offered), choices)),
      rankings: await rankingsOf(allocation, count, choices),
      standing: await standingOf(allocation, likeTheRegion(registrars), count, choices),
    };
  } finally {
    await Promise.all([registrations, vacancies, allocation].map((sql) => sql.end()));
  }
}

interface Offered {
  readonly municipality: string;
  readonly region: string;
  readonly owner: string;
}

interface Registrar {
  readonly owner: string;
  readonly region: string;
  readonly registrations: number;
}

function registrarsOf(sql: Database): Promise<readonly Registrar[]> {
  return sql<Registrar[]>`
    select owner, region, (select count(*)::int from registration where registration.owner = registrar.owner) as registrations
      from registrar order by owner`;
}

/** One of the registers, as likely as it is large. */
function anyOf(registrars: readonly Registrar[], choices: Choices): Registrar {
  const hundreds = registrars.map((each) => [each, Math.ceil(each.registrations / 100)] as const);
  return choices.weighted(hundreds);
}

/** The region with the neighbour that together have nearest to the wanted number of open homes; undefined where it alone has more. */
function pairWith(region: string, open: ReadonlyMap<string, number>): readonly string[] | undefined {
  const own = open.get(region) ?? 0;
  const missing = (other: number): number => Math.abs(OPEN_IN_TWO_REGIONS - own - other);
  const best = [...open]
    .filter(([other]) => other !== region)
    .sort(([, one], [, other]) => missing(one) - missing(other))[0];
  return best === undefined || missing(best[1]) > OPEN_IN_TWO_REGIONS / 5 ? undefined : [region, best[0]];
}

/** As a portal asks: in a town, in a region or of a corporation, and often for what somebody can pay. */
function filterOf(
  { municipality, region, owner }: Offered,
  choices: Choices,
): Readonly<Record<string, unknown>> {
  const where = choices.weighted<Readonly<Record<string, unknown>>>([
    [{ municipality }, 5],
    [{ region }, 4],
    [{ corporation: owner }, 1],
  ]);
  return choices.chance(500)
    ? where
    : { ...where, maximumRentCents: 80_000, minimumRooms: choices.between(1, 3) };
}

/** Rankings whose facts are kept, of at least fifty candidates. */
async function rankingsOf(sql: Database, count: number, choices: Choices): Promise<Samples['rankings']> {
  const all = await sql<{ owner: string; vacancy: string }[]>`
    select owner, vacancy from ranking
     where erased_on is null and dropped_at is null and reaction_count >= 51 order by owner, vacancy`;
  return Array.from({ length: count }, () => {
    const { owner, vacancy } = choices.pick(all);
    return { owner, vacancy: `${owner}:${vacancy}` };
  });
}

/** Regions about as large as the larger one of the smallest scale: what is summed over a region is as much then. */
function likeTheRegion(registrars: readonly Registrar[]): readonly string[] {
  return registrars
    .filter(({ registrations }) => registrations >= 25_000 && registrations <= 35_000)
    .map(({ region }) => region);
}

async function standingOf(
  sql: Database,
  regions: readonly string[],
  count: number,
  choices: Choices,
): Promise<Samples['standing']> {
  const homes = await sql<{ owner: string; vacancy: string }[]>`
    select owner, vacancy from ranking where status = 'PROVISIONAL' and reaction_count between 4000 and 6000 and region = any(${regions as string[]}::text[])
     order by owner, vacancy`;
  const standing: Samples['standing'][number][] = [];
  for (const { owner, vacancy } of homes) {
    const rows = await sql<{ registration: string }[]>`
      select registration from reaction where owner = ${owner} and vacancy = ${vacancy}::uuid and status = 'ACTIVE'
       order by registration`;
    const each = Math.ceil((count * 2) / homes.length);
    for (let index = 0; index < each; index += 1)
      standing.push({ vacancy: `${owner}:${vacancy}`, registration: choices.pick(rows).registration });
  }
  return standing.map((_, index) => standing[(index * 7919) % standing.length]!);
}
