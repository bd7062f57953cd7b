import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleOf } from '../demonstration/example.ts';
import { fixedClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Identity } from '../platform/identity.ts';
import { logToStandardError } from '../platform/telemetry.ts';
import { askPublicThrough } from './ask-public.ts';
import type { Hub } from './hub.ts';
import { landingPage } from './landing/landing-page.ts';
import { createPages } from './pages.ts';
import { createReading } from './reading/reading-pages.ts';
import { doorRequestHandler } from './server.ts';

/** What a door needs to know of the process that it is the door of. */
export interface DoorOf {
  readonly config: Config;
  readonly hub: Hub;
  readonly identity: Identity;
  readonly explorer: Promise<string>;
  /** Where people find it. */
  readonly origin: string;
}

/** Everything that the door answers: questions, health, the explorer and the pages for people. */
export function doorOf({
  config,
  hub,
  identity,
  explorer,
  origin,
}: DoorOf): (request: IncomingMessage, response: ServerResponse) => void {
  const example = exampleOf(config.demonstrationScale);
  const referenceDate = (hub.clock ?? fixedClock(example.referenceMoment)).today();
  const pages = createPages({
    explorerFolder: explorer,
    landing: () => landingPage({ origin, referenceDate, example }),
  });
  const reading = createReading({ ask: askPublicThrough(hub.gateway), origin: () => origin });
  return doorRequestHandler({
    gateway: hub.gateway,
    identity,
    documentModes: config.documentModes,
    log: logToStandardError,
    pages: async (request, response) =>
      (await reading(request, response)) || (await pages(request, response)),
    missing: hub.missing,
  });
}
