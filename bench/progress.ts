// Tells on standard error what is being measured and how long all of it will still take.

export class Progress {
  #secondsLeft = 0;

  expect(seconds: number): void {
    this.#secondsLeft += seconds;
  }

  /** Announces a step that takes about so many seconds of those expected. */
  step(what: string, seconds: number): void {
    const left = duration(Math.max(this.#secondsLeft, seconds));
    console.error(`${left.padStart(11)} left  ${what}`);
    this.#secondsLeft -= seconds;
  }

  say(message: string): void {
    console.error(message);
  }
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
