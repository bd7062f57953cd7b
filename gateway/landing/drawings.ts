/** The mark: a house whose way out is a key. Decoration; the name stands beside it. */
export const BRAND = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#0f5c57"/><path d="M5.5 15.5 12 9l6.5 6.5V23h-13z" fill="none" stroke="#fff" stroke-width="2.4" stroke-linejoin="round"/><path d="M18.5 19h9m-3.2 0v4.2" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="17.6" r="1.9" fill="#f2b950"/></svg>`;

const OWNERS = [
  { name: 'registers', height: 62 },
  { name: 'aanbod', height: 86 },
  { name: 'urgenties', height: 54 },
  { name: 'regels', height: 74 },
] as const;

const GROUND = 300;
const HOUSE_WIDTH = 78;
const STREET_START = 34;
const STREET_STEP = 104;

/** Four owners in one street, and the key that opens all of them. */
export const STREET = `<svg class="street" viewBox="0 0 460 340" role="img" aria-labelledby="street-title">
<title id="street-title">Vier huizen, de eigenaren van registers, aanbod, urgenties en regels, verbonden met één sleutel</title>
<g>${OWNERS.map((_, index) => `<path class="line" d="M230 112 Q ${houseCentre(index)} 122 ${houseCentre(index)} ${roofTop(index) - 12}"/>`).join('')}</g>
<g class="key"><path d="M92 84 134 42l42 42v40H92z"/><path d="M176 104h186m-34 0v-30m-34 30v-20"/></g>
<circle class="window" cx="134" cy="92" r="9"/>
${OWNERS.map((owner, index) => house(owner.name, index)).join('\n')}
<path class="ground" d="M10 ${GROUND}h440"/>
</svg>`;

function house(name: string, index: number): string {
  const left = STREET_START + index * STREET_STEP;
  const right = left + HOUSE_WIDTH;
  const centre = houseCentre(index);
  const eaves = roofTop(index) + 30;
  return `<g><path class="house" d="M${left} ${GROUND}V${eaves}L${centre} ${roofTop(index)} ${right} ${eaves}V${GROUND}z"/>
<rect class="door" x="${centre - 9}" y="${GROUND - 30}" width="18" height="30" rx="2"/>
<rect class="window" x="${left + 12}" y="${eaves + 6}" width="14" height="14" rx="2"/><rect class="window" x="${right - 26}" y="${eaves + 6}" width="14" height="14" rx="2"/>
<text class="label" x="${centre}" y="${GROUND + 24}">${name}</text></g>`;
}

function houseCentre(index: number): number {
  return STREET_START + index * STREET_STEP + HOUSE_WIDTH / 2;
}

function roofTop(index: number): number {
  return GROUND - 30 - (OWNERS[index]?.height ?? 0);
}
