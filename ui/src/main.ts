import "./styles/tokens.css";
import "./styles/base.css";

import { mount } from "svelte";

import { type Host, toWireError } from "./host/host";
import { tauriHost } from "./host/tauri";
import { App } from "./state/app.svelte";
import { ofRefusal, speak } from "./text";
import StartFailed from "./views/StartFailed.svelte";
import Window from "./views/Window.svelte";

async function findHost(): Promise<Host> {
  const params = new URLSearchParams(location.search);
  if (params.get("host") !== "memory" && "__TAURI_INTERNALS__" in window) return tauriHost();
  const { memoryHost } = await import("./host/memory/host");
  const host = memoryHost(params);
  Object.assign(window, { memory: host });
  return host;
}

async function start(target: HTMLElement): Promise<void> {
  try {
    await speak("system");
    const host = await findHost();
    const app = new App(host, await host.snapshot());
    mount(Window, { target, props: { app } });
    await app.start();
  } catch (error) {
    mount(StartFailed, { target, props: { message: ofRefusal(toWireError(error)) } });
  }
}

const target = document.getElementById("app");
if (target) void start(target);
