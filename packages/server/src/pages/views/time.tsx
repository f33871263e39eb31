/** A moment: exact and in UTC as sent; in words and in the reader's zone where scripts run. */
export function Moment({ at }: { at: number }) {
  const iso = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  return (
    <time datetime={iso} data-relative>
      {iso}
    </time>
  );
}
