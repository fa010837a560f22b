import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEntry, createAuditTrail } from '../../src/access/create-audit-trail.ts';

const entry: AuditEntry = {
  reference: 'ABCD2345',
  who: 'adele',
  tenant: 'home',
  place: 'personal',
  conversation: 'a:1',
  door: 'message',
  command: 'incident',
  asked: ['29'],
  answered: ['29'],
  outcome: 'answered',
  denial: null,
  requestIds: [],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a line stands in the file when record returns, and later trails append to it', async () => {
  const file = join(folder, 'audit.log');
  createAuditTrail(file, () => 0).record(entry);
  const first = await readFile(file, 'utf8');
  expect(first.endsWith('\n')).toBe(true);
  expect(JSON.parse(first)).toEqual({ audit: 1, time: '1970-01-01T00:00:00.000Z', ...entry });

  createAuditTrail(file, () => 0).record({ ...entry, reference: 'WXYZ2345' });
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
});

test('a file that the host has moved away is begun anew, and no line is lost', async () => {
  const file = join(folder, 'audit.log');
  const trail = createAuditTrail(file, () => 0);
  trail.record(entry);
  await rename(file, `${file}.1`);
  trail.record({ ...entry, reference: 'WXYZ2345' });
  expect(await readFile(`${file}.1`, 'utf8')).toContain('ABCD2345');
  expect(await readFile(file, 'utf8')).toMatch(/^\{.*WXYZ2345.*\}\n$/);
});

test('a line that an earlier process left unfinished does not swallow the first one', async () => {
  const file = join(folder, 'audit.log');
  await writeFile(file, '{"audit":1,"refer');
  const trail = createAuditTrail(file, () => 0);
  trail.record(entry);
  trail.record(entry);
  const [, ...lines] = (await readFile(file, 'utf8')).split('\n');
  expect(lines.slice(0, -1).map((line) => JSON.parse(line).reference)).toEqual(['ABCD2345', 'ABCD2345']);
});

test('a file that may be written but not read is written to, and its lines stay whole', async () => {
  if (process.platform === 'win32') return expect(process.platform).toBe('win32');
  const file = join(folder, 'audit.log');
  await writeFile(file, '{"audit":1}\n');
  await Promise.all([chmod(folder, 0o777), chmod(file, 0o222)]);
  const isRoot = process.geteuid?.() === 0;
  // Root may read whatever there is.
  if (isRoot) process.seteuid?.(65_534);
  try {
    createAuditTrail(file, () => 0).record(entry);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
  await chmod(file, 0o600);
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  expect(lines.map((line) => JSON.parse(line).reference)).toEqual([undefined, 'ABCD2345']);
});

test('the file is for its owner alone', async () => {
  const file = join(folder, 'audit.log');
  createAuditTrail(file, () => 0).record(entry);
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test('a file that can not be opened stops the start', () => {
  expect(() => createAuditTrail(join(folder, 'missing', 'audit.log'), () => 0)).toThrow(/ENOENT/);
});

test('a line that can not be written throws, again and again', () => {
  // Linux has a device that is always full.
  if (process.platform !== 'linux') return expect(process.platform).not.toBe('linux');
  const trail = createAuditTrail('/dev/full', () => 0);
  expect(() => trail.record(entry)).toThrow(/ENOSPC/);
  expect(() => trail.record(entry)).toThrow(/ENOSPC/);
});
