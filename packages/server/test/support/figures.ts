/** What a scrape says, by the name and the labels of each sample. */

/** `labels` that are not named here may be anything; samples that match are added up. 0 where there is none. */
export async function figure(
  url: string | undefined,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const samples = (await scrape(url))
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const matching = samples.filter((line) => wanted.every((each) => line.includes(each)));
  return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

export async function scrape(url: string | undefined): Promise<string> {
  if (url === undefined) throw new Error("no metrics port is set");
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the scrape was answered ${response.status}`);
  return response.text();
}
