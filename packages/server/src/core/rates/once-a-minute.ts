/** Reports an event that may come in floods at once, and then once a minute with its count: a flood must not fill the disk. */
const silenceMs = 60_000;

/** `subject` is the one that is told for all of them. */
export function onceAMinute<Kind>(
  now: () => number,
  tell: (kind: Kind, times: number, subject: string) => void,
): (kind: Kind, subject: string) => void {
  const told = new Map<Kind, { at: number; untold: number }>();
  return (kind, subject) => {
    const last = told.get(kind);
    if (last !== undefined && now() - last.at < silenceMs) {
      last.untold += 1;
      return;
    }
    told.set(kind, { at: now(), untold: 0 });
    tell(kind, 1 + (last?.untold ?? 0), subject);
  };
}
