import { createSandbox } from './create-sandbox.ts';

/** Runs the sandbox alone: `node src/sandbox/main.ts`, on `SANDBOX_PORT` or 4010. */
const sandbox = await createSandbox({
  port: Number(process.env.SANDBOX_PORT ?? 4010),
  apps: [
    {
      clientId: '11111111-1111-4111-8111-111111111111',
      secret: 'sandbox-secret',
      roles: ['SecurityIncident.Read.All', 'Incident.Read.All'],
    },
    { clientId: '22222222-2222-4222-8222-222222222222', secret: 'sandbox-secret', roles: [] },
  ],
});
process.stdout.write(`sandbox listening on ${sandbox.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => sandbox.close().then(() => process.exit(0)));
