/**
 * The server's time: it decides when a token ends, and in development it can be moved. From the page's making on, the browser counts.
 */
export function createClock(serverTime: number): () => number {
  const ahead = serverTime - Date.now();
  return () => Date.now() + ahead;
}
