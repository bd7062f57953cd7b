import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AreaTable } from '../../subgraphs/binding-rules/subgraph.ts';
import { randomnessOf } from '../randomness.ts';
import { SEED } from '../reference.ts';
import type { Manner } from '../scale.ts';
import type { PopulatedRegion } from './regions.ts';

/** The versions of the corpus that the made-up regions take over: their model, and the regulation of one of its municipalities. */
const MODELS: Readonly<
  Record<Manner, { readonly model: string; readonly municipal: string; readonly version: string }>
> = {
  GOOI: {
    model: 'region/GOOI/gooi-model/2024-01-01.yaml',
    municipal: 'municipality/GM0402/huisvestingsverordening/2024-01-01.yaml',
    version: '2024-01-01',
  },
  AMSTERDAM: {
    model: 'region/AMSTERDAM/amsterdam-model/2023-01-01.yaml',
    municipal: 'municipality/GM0394/huisvestingsverordening/2023-01-01.yaml',
    version: '2023-01-01',
  },
};

/**
 * Writes to `to` the corpus in `from` with, for each region that has no rules in it, a regional model and a regulation of each of its
 * municipalities, which fill in the terms of that model each in its own way. The same regions give the same bytes.
 */
export async function writePopulationCorpus(
  from: URL,
  to: URL,
  regions: readonly PopulatedRegion[],
  { municipalities }: AreaTable,
): Promise<void> {
  await cp(from, to, { recursive: true });
  const made = regions.filter(({ inCorpus }) => !inCorpus);
  const names = new Map(municipalities.map(({ code, name }) => [code, name]));
  await writeFile(
    new URL('areas.yaml', to),
    withRegions(await readFile(new URL('areas.yaml', from), 'utf8'), made),
  );
  for (const region of made) {
    const { model, municipal, version } = MODELS[region.manner];
    const instrument = `${region.region.toLowerCase()}-model`;
    const [modelText, municipalText] = await Promise.all(
      [model, municipal].map((file) => readFile(new URL(file, from), 'utf8')),
    );
    await write(
      new URL(`region/${region.region}/${instrument}/${version}.yaml`, to),
      withLines(modelText!, {
        code: instrument,
        title: JSON.stringify(`Model-huisvestingsverordening ${region.name}`),
        owner: region.region,
      }),
    );
    for (const municipality of region.municipalities) {
      const text = withLines(municipalText!, {
        code: `huisvestingsverordening-${municipality.toLowerCase()}`,
        title: JSON.stringify(
          `Huisvestingsverordening ${names.get(municipality) ?? municipality} (verzonnen)`,
        ),
        owner: municipality,
        adopts: instrument,
        fills: fillsOf(municipality),
      });
      await write(new URL(`municipality/${municipality}/huisvestingsverordening/${version}.yaml`, to), text);
    }
  }
}

/** Each municipality its own values, so that its rules resolve to a rule set of its own. */
function fillsOf(municipality: string): string {
  const randomness = randomnessOf(`${SEED}/population/terms/${municipality}`);
  const weeks = randomness.between(6, 13);
  return `{ FRUITLESS_WEEKS: ${weeks}, LOCAL_BINDING_SHARE: ${randomness.between(10, 25) * 100} }`;
}

function withRegions(areas: string, regions: readonly PopulatedRegion[]): string {
  const lines = regions.map(
    ({ region, name, municipalities }) =>
      `  - { code: ${region}, name: ${JSON.stringify(name)}, municipalities: [${municipalities.join(', ')}] }\n`,
  );
  return areas.replace(/^municipalities:\n/m, `${lines.join('')}municipalities:\n`);
}

/** The text with the first line of each key replaced. Throws a TypeError when it has no such line. */
function withLines(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((rest, [key, value]) => {
    const line = new RegExp(`^${key}: .*$`, 'm');
    if (!line.test(rest)) throw new TypeError(`no line of ${key}`);
    return rest.replace(line, () => `${key}: ${value}`);
  }, text);
}

async function write(file: URL, text: string): Promise<void> {
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}
