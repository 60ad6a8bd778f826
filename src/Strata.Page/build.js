// Bundles the page's script into the file that is given. Readable, so that a change of it can be reviewed.
import { build } from "esbuild";

export const bundle = (outfile) => build({
  entryPoints: ["src/main.ts"],
  outfile,
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// Made from src/Strata.Page by 'npm run build'." },
});

if (process.argv[2]) await bundle(process.argv[2]);
