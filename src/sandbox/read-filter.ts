/** What a property of a list can be compared with, and how its values are written. */
type Comparable = 'member' | 'text' | 'time';
/** The properties that an API filters by: under its own name, the name of the sample's property, and what it is. */
export type Filterable = Readonly<Record<string, readonly [property: string, type: Comparable]>>;
type Value = string | null;
/** Whether an incident passes; it is read by the name that `Filterable` gives. */
type Condition = (read: (property: string) => Value) => boolean;

/** A quoted text with its quotes doubled, a parenthesis, or a word: name, operator, `null`, time. */
const token = /\s*('(?:[^']|'')*'|[()]|[^\s()']+)\s*/y;

/**
 * Reads `$filter`: comparisons joined by `and` and `or`, which binds less, and parentheses. Members compare without case,
 * texts with it, as OData has it; `ge`, `gt`, `le` and `lt` are for times. Undefined where it can not be read.
 */
export function readFilter(text: string, filterable: Filterable): Condition | undefined {
  const tokens = split(text);
  if (tokens === undefined) return undefined;
  let place = 0;
  const take = (): string => tokens[place++] ?? '';
  const isNext = (word: string): boolean => tokens[place] === word;

  function readJoined(word: 'or' | 'and', readPart: () => Condition | undefined): Condition | undefined {
    const parts = [readPart()];
    while (isNext(word)) {
      take();
      parts.push(readPart());
    }
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length) return undefined;
    return (read) => (word === 'or' ? known.some((part) => part(read)) : known.every((part) => part(read)));
  }
  const readOr = (): Condition | undefined => readJoined('or', () => readJoined('and', readOne));

  function readOne(): Condition | undefined {
    if (!isNext('(')) return readComparison(take(), take(), take(), filterable);
    take();
    const inner = readOr();
    return take() === ')' ? inner : undefined;
  }

  const condition = readOr();
  return place === tokens.length ? condition : undefined;
}

function split(text: string): string[] | undefined {
  const tokens = [...text.matchAll(new RegExp(token, 'gy'))];
  const length = tokens.reduce((sum, [whole]) => sum + whole.length, 0);
  return length === text.length ? tokens.map(([, part = '']) => part) : undefined;
}

function readComparison(
  name: string,
  operator: string,
  literal: string,
  filterable: Filterable,
): Condition | undefined {
  const [property, type] = (Object.hasOwn(filterable, name) ? filterable[name] : undefined) ?? [];
  if (property === undefined) return undefined;
  if (type === 'time') return compareTimes(property, operator, literal);
  const quoted = /^'(.*)'$/s.exec(literal)?.[1]?.replaceAll("''", "'");
  if (!['eq', 'ne'].includes(operator) || (quoted === undefined && literal !== 'null')) return undefined;
  const plain = (value: Value) => (type === 'member' ? (value?.toLowerCase() ?? null) : value);
  const wanted = plain(quoted ?? null);
  return (read) => (plain(read(property)) === wanted) === (operator === 'eq');
}

const orders: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['eq', (a, b) => a === b],
  ['ne', (a, b) => a !== b],
  ['ge', (a, b) => a >= b],
  ['gt', (a, b) => a > b],
  ['le', (a, b) => a <= b],
  ['lt', (a, b) => a < b],
]);

/** A time stands without quotes. */
function compareTimes(property: string, operator: string, literal: string): Condition | undefined {
  const order = orders.get(operator);
  if (order === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(literal)) return undefined;
  return (read) => order(Date.parse(read(property) ?? ''), Date.parse(literal));
}
