/**
 * A list for `in`, made as long as the next power of two by repeating its last value. A statement has a text for each length of its lists, and
 * each text is parsed, planned and kept by every connection: like this 250 values have 9 texts and not 250.
 */
export function evened<Value>(values: readonly Value[]): readonly Value[] {
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length }, (_, index) => values[Math.min(index, values.length - 1)] as Value);
}
