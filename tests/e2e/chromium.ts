import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

/** Single-process mode is for hosts without processes; it makes a desktop browser unstable. */
const unwanted = new Set(['--single-process', '--no-zygote', '--disable-web-security']);

const OPTIONS = 'MOA_TEST_BROWSER';

/** A browser that needs nothing installed: the packed one, or the one CHROMIUM_PATH names. */
export async function launchChromium(): Promise<Browser> {
  const known = process.env[OPTIONS];
  return chromium.launch(known ? JSON.parse(known) : await launchOptions());
}

/** Unpacks it before the first worker starts: one that unpacks takes the files from under the others. */
export default async function unpackChromium(): Promise<void> {
  process.env[OPTIONS] = JSON.stringify(await launchOptions());
}

async function launchOptions() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return { executablePath: given, args: ['--no-sandbox'] };
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  // Without a graphics card a page is painted far sooner by itself than by an imitated one.
  packed.setGraphicsMode = false;
  return {
    executablePath: await packed.executablePath(),
    args: packed.args.filter((argument) => !unwanted.has(argument)),
  };
}
