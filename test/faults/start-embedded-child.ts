/** A program that starts a database on the folder it is given, says where, and lives until it is told to stop. */
import { startEmbedded } from '../../platform/database/embedded.ts';

const [folder = '', flag] = process.argv.slice(2);
const server = await startEmbedded({
  folder,
  fresh: flag === '--fresh',
  settings: { shared_buffers: '16MB' },
});
process.stdout.write(`${JSON.stringify(server)}\n`);
if (server.kind === 'OK') {
  // Without this the program would end: a database server alone keeps no program running.
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void server.value.stop();
  });
}
