import { createInvoke, createMessage } from './support/activities.ts';
import { echo } from './support/echo.ts';
import { type FakeInternet, serviceUrl } from './support/fake-internet.ts';
import { content, createPlantedProgram, type PlantedProgram, reader, secrets } from './support/planted-program.ts';
import { findPlanted, formsOf } from './support/planted-secrets.ts';

let planted: PlantedProgram;
beforeEach(async () => {
  planted = await createPlantedProgram();
});
afterEach(() => planted.close());

/** From now on requests to `host` are answered by `act`; that for incident 90001 never is. */
function disturb(host: string, act: FakeInternet['intercept']) {
  planted.internet.intercept = (asked, request, response, body) =>
    request.url?.endsWith('/90001') || (asked.startsWith(host) && act(asked, request, response, body));
}
const echoing =
  (status: number): FakeInternet['intercept'] =>
  (_, request, response, body) =>
    echo(request, response, body, status);
const isLogin = (body: string, clientId: string) => body.includes(`client_id=${clientId}`);

test('the search finds every form of a value', () => {
  for (const [name, value] of Object.entries({ ...secrets, ...content })) {
    for (const form of formsOf(value)) expect(findPlanted(`{"a":"x${form}y"}`, { [name]: value })).toEqual([name]);
    for (const user of ['', 'a', 'ab']) {
      const basic = Buffer.from(`${user}:${value}`).toString('base64');
      expect(findPlanted(basic, { [name]: value })).toEqual([name]);
    }
  }
  expect(findPlanted('nothing', secrets)).toEqual([]);
});

test('no secret is in what a running bot writes, answers or posts, whatever goes wrong around it', async () => {
  const program = planted.launch(planted.environment);
  await program.wrote('Redis is out of reach');

  // The login refuses first the bot, then the reader.
  disturb('login.micro', (...call) => call[1].method === 'POST' && echoing(401)(...call));
  expect(await planted.ask(program, '/incident 29')).toBe(500);
  disturb('login.micro', (...call) => isLogin(call[3], reader) && echoing(400)(...call));
  expect(await planted.ask(program, '/incident 29')).toBe(200);
  disturb('nobody', () => false);

  expect(await planted.ask(program, '/incident 29')).toBe(200);
  expect(JSON.stringify(planted.connector.messages().at(-1)?.activity)).toContain(content['title of an incident']);
  const hanging = planted.ask(program, '/incident 90001');
  await planted.ask(program, content['text of a message']);
  const search = { commandId: 'findIncident', parameters: [{ name: 'query', value: content['text of a message'] }] };
  await planted.post(program, createInvoke('composeExtension/query', search, serviceUrl));

  const message = createMessage(content['text of a message'], serviceUrl);
  const wrong = await planted.sign({}, { key: planted.channel.wrongKey });
  const expired = await planted.sign({ nbf: 1_600_000_000, exp: 1_600_003_600 });
  for (const header of [`Bearer ${wrong}`, `Bearer ${expired}`, 'Bearer pl4nted-forged', 'Basic cGw0bnRlZA==']) {
    expect(await planted.post(program, message, header)).toBe(401);
  }
  for (const status of [200, 302, 400, 401, 403, 404, 429, 500]) {
    disturb('graph', echoing(status));
    await planted.ask(program, `/incident ${1000 + status}`);
    disturb('smba', echoing(status));
    await planted.ask(program, '/incident 30');
  }
  disturb('', (_, request) => Boolean(request.socket.destroy()));
  await planted.ask(program, '/incident 31');

  const headers = { Authorization: `Bearer ${wrong}`, 'Content-Type': 'text/plain' };
  expect(await planted.send(program, '/healthz', { headers })).toBe(200);
  await planted.send(program, `/pl4nted?token=${wrong}`, { headers });
  await planted.send(program, '/api/messages', { method: 'POST', headers, body: content['text of a message'] });
  await hanging;
  program.child.kill('SIGTERM');
  expect(await program.exitCode()).toBe(0);

  // They were really used, so that there was something to find.
  const used = planted.internet.logins.map((form) => form.get('client_secret'));
  expect(used).toEqual(expect.arrayContaining([secrets['password of the bot'], secrets['secret of the reader']]));
  expect([...planted.internet.shown]).toEqual(
    expect.arrayContaining([`Bearer ${secrets['token of the bot']}`, `Bearer ${secrets['token of the reader']}`]),
  );
  expect(planted.heardByRedis()).toContain(secrets['password of Redis']);
  expect(planted.internet.proxy.tunnels.length).toBeGreaterThan(3);
  planted.expectNothingOf(program);
}, 60_000);
