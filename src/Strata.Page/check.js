// Whether the committed bundle is what the sources give, and the unit tests.
import { readFileSync, readdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundle } from "./build.js";

const folder = mkdtempSync(join(tmpdir(), "strata-page-"));
try {
  await bundle(join(folder, "page.js"));
  if (readFileSync(join(folder, "page.js"), "utf8") !== readFileSync("../Strata.Report/Page/page.js", "utf8")) {
    console.error("Page/page.js is not what src/Strata.Page gives; 'npm run build' there writes it anew");
    process.exitCode = 1;
  }
  const tests = readdirSync("tests").filter((name) => name.endsWith(".test.ts"));
  await build({ entryPoints: tests.map((name) => join("tests", name)), outdir: folder, bundle: true, format: "esm", platform: "node", outExtension: { ".js": ".mjs" } });
  const run = spawnSync(process.execPath, ["--test", ...tests.map((name) => join(folder, name.replace(/ts$/, "mjs")))], { stdio: "inherit" });
  if (run.status !== 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
