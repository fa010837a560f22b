import { parse } from 'yaml';
import { z } from 'zod';

const permissionsSchema = z.record(z.string(), z.enum(['none', 'read', 'write']));
const stepSchema = z.object({ uses: z.string().optional(), run: z.string().optional(), with: z.unknown().optional() });
const workflowSchema = z.object({
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  permissions: permissionsSchema.optional(),
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: permissionsSchema.default({}),
      'timeout-minutes': z.number().optional(),
      steps: z.array(stepSchema),
    }),
  ),
});

type Workflow = z.infer<typeof workflowSchema>;
type Job = Workflow['jobs'][string];
type Step = z.infer<typeof stepSchema>;

/** Events that run with the rights of this repository on the code of a stranger. */
const trusting = ['pull_request_target', 'workflow_run', 'issue_comment'];

/**
 * Checks that a workflow of GitHub runs only what was reviewed, with no more rights than it needs.
 *
 * @returns what is wrong, empty where nothing is
 */
export function checkWorkflow(text: string): string[] {
  const { success, data } = workflowSchema.safeParse(parse(text));
  if (!success) return ['no workflow that is understood'];
  const { on, permissions, concurrency, jobs } = data;
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on);
  const reads = permissions !== undefined && !Object.values(permissions).includes('write');
  return [
    ...events.filter((event) => trusting.includes(event)).map((event) => `runs on ${event}`),
    ...(reads ? [] : ['its token may write, or nothing is said of it']),
    ...(concurrency === undefined ? ['runs beside itself'] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => checkJob(job, text).map((problem) => `${name}: ${problem}`)),
  ];
}

function checkJob({ permissions, steps, 'timeout-minutes': minutes }: Job, text: string): string[] {
  return [
    ...(minutes === undefined ? ['has no end'] : []),
    // Findings of code scanning are all that a workflow of this project writes.
    ...Object.entries(permissions)
      .filter(([scope, level]) => level === 'write' && scope !== 'security-events')
      .map(([scope]) => `may write ${scope}`),
    ...steps.flatMap((step) => [...checkRun(step), ...checkAction(step, text)]),
  ];
}

/** What stands in a title or a branch's name would run as a command; a variable in `env` would not. */
function checkRun({ run }: Step): string[] {
  return run?.includes('${{') ? [`puts an expression into a command: ${run}`] : [];
}

/** A tag can be moved, a commit can not; its version beside it is what people and Dependabot read. */
function checkAction({ uses, with: inputs }: Step, text: string): string[] {
  if (uses === undefined) return [];
  const lines = text.split('\n').filter((each) => each.includes(uses));
  const pinned = lines.length > 0 && lines.every((each) => /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each));
  const keeps =
    uses.startsWith('actions/checkout@') && JSON.stringify(inputs)?.includes('"persist-credentials":false') !== true;
  return [
    ...(pinned ? [] : [`${uses} is not pinned to a commit with its version`]),
    ...(keeps ? ['leaves its token in .git/config'] : []),
  ];
}
