/** True for what the APIs take as an incident's id: 1 to 19 digits, no leading zero (Defender types it `long`). */
export function isIncidentNumber(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}
