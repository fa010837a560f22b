import { allowedCalls, createSearchAllowance } from '../../src/teams/create-search-allowance.ts';

const takeAll = async (take: () => Promise<boolean>) => {
  let taken = 0;
  while (await take()) taken += 1;
  return taken;
};

test('the searches of a person share what they may cost, also those that run at once', async () => {
  const allowance = createSearchAllowance();
  const searches = Array.from({ length: 5 }, () => allowance.open('adele', 3));
  const taken = await Promise.all(searches.map(({ take }) => takeAll(take)));
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(allowedCalls.points);
  expect(await takeAll(allowance.open('kai', 3).take)).toBe(allowedCalls.points);
});

test('a search takes no more than its own share, and the rest is there for the next', async () => {
  const allowance = createSearchAllowance();
  const list = allowance.open('adele', 2);
  expect(await takeAll(list.take)).toBe(2);
  expect(list.isUsedUp()).toBe(true);
  const number = allowance.open('adele', 3);
  expect(await number.take()).toBe(true);
  expect(number.isUsedUp()).toBe(false);
});

test('a call that was not made after all may be made by another search', async () => {
  const allowance = createSearchAllowance();
  const search = allowance.open('adele', 3);
  await takeAll(search.take);
  expect(await allowance.open('adele', 3).take()).toBe(false);
  await search.giveBack();
  expect(await takeAll(allowance.open('adele', 3).take)).toBe(1);
});

test('a search whose answer has left gets no more calls, not even one that it waits for', async () => {
  const allowance = createSearchAllowance();
  const search = allowance.open('adele', 3);
  expect(await search.take()).toBe(true);
  const waiting = search.take();
  search.close();
  expect([await waiting, await search.take()]).toEqual([false, false]);
  expect(await takeAll(allowance.open('adele', 3).take)).toBe(2);
});
