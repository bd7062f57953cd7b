/**
 * Verifies the draw (loting) of a home from its transcript. This one file is all: it takes nothing from the hub that drew,
 * and nothing but WebCrypto from where it runs, so that the same file works in a browser and on a command line:
 *
 *   node verify-draw.mjs transcript.json [proof.json] [--commitment=<hex>] [--root=<hex>]
 *
 * It says step by step, in Dutch and English, what was checked, and stops at the first difference with exit code 1.
 * `--commitment` and `--root` are what you noted yourself from the home's page, before publication closed and after.
 *
 * The draw: leaf = SHA-256(00 || lot id), node = SHA-256(01 || left || right), an odd node moves up, over the lot ids in
 * code-unit order; seed = SHA-256 of the canonical JSON of draw id, root, secret and, if one was announced, beacon;
 * order = ascending HMAC-SHA-256(key: the 64 characters of the seed, lot id).
 */

const FORMAT = 'verdeelsleutel-draw/1';
const HEX = /^[0-9a-f]{64}$/;
const MEMBERS =
  'beacon closedAt commitment committedAt drawId format order participantCount participantRoot revealedAt secret seed';
const PROOF_MEMBERS = 'drawId leafCount leafIndex lot lotId participantRoot path place';
const AT_ONCE = 500;

const encode = (text) => new TextEncoder().encode(text);
const isHex = (value) => typeof value === 'string' && HEX.test(value);
const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const byCodeUnit = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** A difference, in both languages; the first one ends the verification. */
class Difference extends Error {
  constructor(nl, en) {
    super(en);
    this.nl = nl;
    this.en = en;
  }
}

/**
 * Verifies a transcript and, when given, a participant's proof and what was noted beforehand. Gives each step that held, and
 * the first that did not; never throws for what it is given to read.
 */
export async function verifyDraw({ transcript, proof, commitment, root }) {
  const steps = [];
  const held = (nl, en) => steps.push({ holds: true, nl, en });
  try {
    const draw = readTranscript(transcript);
    const lots = draw.order.length;
    held(
      `Het transcript is leesbaar: loting ${draw.drawId}, ${lots} loten, geen lot dubbel.`,
      `The transcript can be read: draw ${draw.drawId}, ${lots} lots, none of them twice.`,
    );
    await checkCommitment(draw, commitment, held);
    await checkParticipants(draw, root, held);
    await checkSeed(draw, held);
    const drawn = await checkOrder(draw, held);
    if (proof) await checkProof(readProof(proof), draw, drawn, held);
    return { holds: true, steps, drawId: draw.drawId };
  } catch (fault) {
    const { nl, en } =
      fault instanceof Difference
        ? fault
        : {
            nl: `Kan hier niet controleren: ${fault?.message}`,
            en: `Cannot verify here: ${fault?.message}`,
          };
    steps.push({ holds: false, nl, en });
    return { holds: false, steps };
  }
}

async function checkCommitment(draw, noted, held) {
  if ((await sha256Hex(encode(canonical({ secret: draw.secret })))) !== draw.commitment)
    throw new Difference(
      'Het geheim is niet het geheim dat vooraf is vastgelegd.',
      'The secret is not the one that was committed to beforehand.',
    );
  if (noted && noted !== draw.commitment)
    throw new Difference(
      'De vastlegging is een andere dan u vooraf noteerde.',
      'The commitment is another than you noted beforehand.',
    );
  held(
    `Het geheim hoort bij de vastlegging van ${draw.committedAt}: ${draw.commitment}.`,
    `The secret fits the commitment of ${draw.committedAt}: ${draw.commitment}.`,
  );
}

async function checkParticipants(draw, noted, held) {
  if ((await rootOf(draw.order)) !== draw.participantRoot)
    throw new Difference(
      'De loten zijn niet de deelnemers die bij sluiting zijn vastgelegd.',
      'The lots are not the participants that were fixed at closing.',
    );
  if (noted && noted !== draw.participantRoot)
    throw new Difference(
      'De wortel van de deelnemers is een andere dan u noteerde.',
      'The root of the participants is another than you noted.',
    );
  held(
    `De loten zijn de deelnemers die op ${draw.closedAt} zijn vastgelegd: ${draw.participantRoot}.`,
    `The lots are the participants that were fixed on ${draw.closedAt}: ${draw.participantRoot}.`,
  );
}

async function checkSeed(draw, held) {
  const { drawId, participantRoot, secret, beacon } = draw;
  const made = { drawId, participantRoot, secret, ...(beacon === null ? {} : { beacon: beacon.value }) };
  if ((await sha256Hex(encode(canonical(made)))) !== draw.seed)
    throw new Difference(
      'De startwaarde volgt niet uit loting, deelnemers, geheim en baken.',
      'The seed does not follow from draw, participants, secret and beacon.',
    );
  if (beacon === null)
    held(
      'De startwaarde volgt uit loting, deelnemers en geheim; er was geen baken aangekondigd.',
      'The seed follows from draw, participants and secret; no beacon was announced.',
    );
  else
    held(
      `De startwaarde volgt uit loting, deelnemers, geheim en baken. Ga zelf na dat “${beacon.announced}” uitkwam op ${beacon.value}.`,
      `The seed follows from draw, participants, secret and beacon. See for yourself that “${beacon.announced}” came to ${beacon.value}.`,
    );
}

async function checkOrder(draw, held) {
  const key = await crypto.subtle.importKey(
    'raw',
    encode(draw.seed),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const drawn = await each(draw.order, async (lotId) =>
    hex(await crypto.subtle.sign('HMAC', key, encode(lotId))),
  );
  const wrong = drawn.findIndex((lot, index) => index > 0 && !(drawn[index - 1] < lot));
  if (wrong > 0)
    throw new Difference(
      `Plaats ${wrong + 1} hoort vóór plaats ${wrong}: de volgorde is niet die van de startwaarde.`,
      `Place ${wrong + 1} belongs before place ${wrong}: the order is not that of the seed.`,
    );
  held(
    'Alle loten staan in de volgorde die uit de startwaarde volgt.',
    'All lots stand in the order that follows from the seed.',
  );
  return drawn;
}

async function checkProof(proof, draw, drawn, held) {
  if (proof.drawId !== draw.drawId || proof.participantRoot !== draw.participantRoot)
    throw new Difference(
      'Het bewijs is van een andere loting dan het transcript.',
      'The proof is of another draw than the transcript.',
    );
  if (proof.leafCount !== draw.order.length || (await rootOfProof(proof)) !== draw.participantRoot)
    throw new Difference(
      'Het bewijs van deelname leidt niet naar de wortel van de deelnemers.',
      'The proof of participation does not lead to the root of the participants.',
    );
  held(
    `Lot ${proof.lotId} deed mee: het pad leidt van blad ${proof.leafIndex} naar de wortel.`,
    `Lot ${proof.lotId} took part: the path leads from leaf ${proof.leafIndex} to the root.`,
  );
  if (proof.place === null) return;
  if (draw.order[proof.place - 1] !== proof.lotId || drawn[proof.place - 1] !== proof.lot)
    throw new Difference(
      'Plaats of getrokken lot in het bewijs is anders dan in het transcript.',
      'Place or drawn lot in the proof differs from the transcript.',
    );
  held(
    `Dit lot werd als nummer ${proof.place} van ${drawn.length} getrokken.`,
    `This lot was drawn as number ${proof.place} of ${drawn.length}.`,
  );
}

function readTranscript(text) {
  const draw = parsed(text, 'transcript');
  const { beacon, order } = draw;
  const rightBeacon =
    beacon === null ||
    (isRecord(beacon) && typeof beacon.announced === 'string' && typeof beacon.value === 'string');
  const right =
    Object.keys(draw).sort().join(' ') === MEMBERS &&
    draw.format === FORMAT &&
    [draw.commitment, draw.participantRoot, draw.secret, draw.seed].every(isHex) &&
    [draw.drawId, draw.committedAt, draw.closedAt, draw.revealedAt].every((one) => typeof one === 'string') &&
    rightBeacon &&
    Array.isArray(order) &&
    order.every(isHex);
  if (!right)
    throw new Difference(
      `Dit is geen transcript in de vorm ${FORMAT}.`,
      `This is no transcript in the form ${FORMAT}.`,
    );
  if (canonical(draw) !== text.replace(/\n$/, ''))
    throw new Difference(
      'De tekst is niet in de ene, canonieke vorm.',
      'The text is not in the one canonical form.',
    );
  if (draw.participantCount !== order.length)
    throw new Difference(
      `Er zijn ${order.length} loten en ${draw.participantCount} deelnemers.`,
      `There are ${order.length} lots and ${draw.participantCount} participants.`,
    );
  if (new Set(order).size !== order.length)
    throw new Difference('Een lot komt twee keer voor.', 'A lot comes twice.');
  if (!(draw.committedAt <= draw.closedAt && draw.closedAt <= draw.revealedAt))
    throw new Difference(
      'De momenten staan niet in de volgorde vastleggen, sluiten, onthullen.',
      'The moments are not in the order of committing, closing, revealing.',
    );
  return draw;
}

/** A proof, also as the answer to the question `my-draw-proof` gives it. */
function readProof(text) {
  const answer = parsed(text, 'bewijs / proof');
  const found = answer.data?.vacancy?.position?.drawProof ?? answer;
  const proof = isRecord(found) ? found : {};
  const { leafIndex, leafCount, path, place } = proof;
  const right =
    Object.keys(proof).sort().join(' ') === PROOF_MEMBERS &&
    [proof.lotId, proof.participantRoot].every(isHex) &&
    typeof proof.drawId === 'string' &&
    isWhole(leafIndex) &&
    isWhole(leafCount) &&
    Array.isArray(path) &&
    path.every(isHex) &&
    (place === null ? proof.lot === null : isWhole(place) && place > 0 && isHex(proof.lot));
  if (!right) throw new Difference('Dit is geen bewijs van deelname.', 'This is no proof of participation.');
  return proof;
}

function parsed(text, name) {
  try {
    const value = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Told below.
  }
  throw new Difference(`Het bestand is geen JSON: ${name}.`, `The file is no JSON: ${name}.`);
}

async function rootOf(lotIds) {
  let level = await each([...lotIds].sort(byCodeUnit), leafOf);
  if (level.length === 0) return sha256Hex(new Uint8Array());
  while (level.length > 1) {
    const pairs = Array.from({ length: Math.ceil(level.length / 2) }, (_pair, index) => index * 2);
    const below = level;
    level = await each(pairs, async (index) =>
      index + 1 < below.length ? nodeOf(below[index], below[index + 1]) : below[index],
    );
  }
  return hex(level[0]);
}

/** Climbs from the leaf: on each level the neighbour on the way is left, right, or there is none. */
async function rootOfProof({ lotId, leafIndex, leafCount, path }) {
  if (leafIndex >= leafCount) return undefined;
  const beside = path.map(bytesOf);
  let way = await leafOf(lotId);
  for (let index = leafIndex, width = leafCount; width > 1; index >>= 1, width = (width + 1) >> 1) {
    if (index % 2 === 0 && index + 1 === width) continue;
    const neighbour = beside.shift();
    if (neighbour === undefined) return undefined;
    way = await (index % 2 === 0 ? nodeOf(way, neighbour) : nodeOf(neighbour, way));
  }
  return beside.length === 0 ? hex(way) : undefined;
}

const leafOf = (lotId) => sha256(joined([0], encode(lotId)));
const nodeOf = (left, right) => sha256(joined([1], left, right));

/** Some hundreds at once: WebCrypto answers later, and 100,000 promises at once would fill a phone. */
async function each(values, work) {
  const done = [];
  for (let from = 0; from < values.length; from += AT_ONCE)
    done.push(...(await Promise.all(values.slice(from, from + AT_ONCE).map(work))));
  return done;
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

async function sha256Hex(bytes) {
  return hex(await sha256(bytes));
}

function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_byte, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Keys in code-unit order, no white space, whole numbers only: RFC 8785 for what stands in a transcript. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort(byCodeUnit)
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

/** The command line. Only what reads files is taken from Node, and only here. */
async function main([, , ...given]) {
  const { readFileSync } = await import('node:fs');
  const option = (name) => given.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [transcript, proof, ...more] = given.filter((one) => !one.startsWith('--'));
  if (transcript === undefined || more.length > 0) {
    console.error('node verify-draw.mjs transcript.json [proof.json] [--commitment=<hex>] [--root=<hex>]');
    process.exit(2);
  }
  const { holds, steps } = await verifyDraw({
    transcript: readFileSync(transcript, 'utf8'),
    proof: proof === undefined ? undefined : readFileSync(proof, 'utf8'),
    commitment: option('commitment'),
    root: option('root'),
  });
  for (const step of steps) console.log(`${step.holds ? '✓' : '✗'} ${step.nl}\n  ${step.en}`);
  console.log(
    holds ? 'De loting klopt. / The draw holds.' : 'De loting klopt niet. / The draw does not hold.',
  );
  process.exitCode = holds ? 0 : 1;
}

const started = globalThis.process?.argv?.[1];
if (started !== undefined && typeof document === 'undefined') {
  const [{ realpathSync }, { pathToFileURL }] = await Promise.all([import('node:fs'), import('node:url')]);
  const own = pathToFileURL(realpathSync(started)).href === import.meta.url;
  if (own) await main(process.argv);
}
