/**
 * How soon the compiler of JavaScript does its best. Most functions of a server run once for each request. V8 leaves them in its second-best
 * compiler for 3,000 requests, and then compiles all of them anew; after 500 it knows as much about them (bench/README.md).
 */
import v8 from "node:v8";

const calls = 500;

/** From now on. While a program starts, what is called 500 times is often not called again, and compiled it takes 7 MB. */
export function compileSooner(): void {
  v8.setFlagsFromString(`--invocation-count-for-turbofan=${calls}`);
}
