import { describeError } from '../../src/commands/describe-error.ts';

const planted = 'pl4nted-s3cret';

class ConnectionError extends TypeError {
  override name = 'ConnectionError';
  readonly code = 'ECONNRESET';
  readonly config = { headers: { Authorization: `Bearer ${planted}` } };
}

test('says name, code and where it came from', () => {
  expect(describeError(new ConnectionError(planted))).toEqual({
    name: 'ConnectionError',
    code: 'ECONNRESET',
    stack: expect.arrayContaining([expect.stringContaining('describe-error.test.ts')]),
  });
});

test.each([
  ['its message', new ConnectionError(planted)],
  ['a message of several lines', new TypeError(`a\n${planted}\n    at ${planted} (/${planted}.js:1:1)`)],
  ['a message with what looks like a pattern', new TypeError(`$& $1 ${planted}`)],
  ['a message that was changed later', Object.assign(new TypeError(`one ${planted}`), { message: 'two' })],
  ['its cause', new TypeError('x', { cause: new TypeError(planted) })],
  ['a name that is none', Object.assign(new TypeError('x'), { name: `Bearer ${planted}` })],
  ['a code that is none', Object.assign(new TypeError('x'), { code: `https://${planted}` })],
  ['errors within', new AggregateError([new TypeError(planted)], planted)],
  ['no error at all', planted],
  ['an object', { stack: planted, name: planted, message: planted }],
])('never says %s', (_, error) => {
  expect(JSON.stringify(describeError(error))).not.toContain(planted);
});
