/** Lists of addresses, as drags bring them along (RFC 2483). Pure. */

export function urisIn(list: string): string[] {
  return list.split(/\r\n|\n|\r/).filter((line) => line.trim() && !line.startsWith('#'));
}
