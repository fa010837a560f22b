/** The body of a response, for assertions that look deep into it and fail where it differs. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions are the check of the shape
export async function readJson(response: Response): Promise<any> {
  return response.json();
}
