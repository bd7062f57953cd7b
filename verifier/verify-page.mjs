/** Puts verify-draw.mjs behind the page /draws/verify: what is chosen or dropped there never leaves the browser. */
import { verifyDraw } from './verify-draw.mjs';

const language = document.documentElement.lang === 'en' ? 'en' : 'nl';
const form = document.querySelector('form');
const outcome = document.querySelector('#outcome');
const steps = document.querySelector('#steps');
const { busy, holds, fails, missing, insecure } = document.querySelector('main').dataset;

async function verify(transcript) {
  steps.replaceChildren();
  if (globalThis.crypto?.subtle === undefined) return say(insecure, false);
  if (transcript === undefined) return say(missing, false);
  say(busy);
  const value = (name) => form.elements.namedItem(name).value.trim().toLowerCase() || undefined;
  const proof = await form.elements.namedItem('proof').files[0]?.text();
  const found = await verifyDraw({ transcript, proof, commitment: value('commitment'), root: value('root') });
  for (const step of found.steps) {
    const line = document.createElement('li');
    line.className = step.holds ? 'holds' : 'fails';
    line.textContent = `${step.holds ? '✓' : '✗'} ${step[language]}`;
    steps.append(line);
  }
  say(found.holds ? holds : fails, found.holds);
}

function say(text, good) {
  outcome.textContent = text;
  outcome.className = good === undefined ? '' : good ? 'holds' : 'fails';
}

/** The transcript of the draw that the page was asked for, if any, until a file is chosen. */
let transcriptOfPage;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const file = form.elements.namedItem('transcript').files[0];
  await verify(file === undefined ? transcriptOfPage : await file.text());
});

document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', async (event) => {
  event.preventDefault();
  await verify(await event.dataTransfer?.files[0]?.text());
});

const { draw } = form.dataset;
if (draw) {
  const response = await fetch(`/draws/${encodeURIComponent(draw)}.json`);
  transcriptOfPage = response.ok ? await response.text() : undefined;
  await verify(transcriptOfPage);
}
