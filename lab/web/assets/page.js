"use strict";

// The terminal measures its cells and keeps pictures of its letters from the moment it opens: the fonts come first.
async function open() {
  const terminal = document.querySelector(".textual-terminal");
  const socket = new URL(`/ws/${document.documentElement.lang}`, location.href);
  socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = socket.href;
  await Promise.all(["", "bold "].map((weight) => document.fonts.load(`${weight}16px "Roboto Mono"`, "A가✓")));
  const script = document.createElement("script");
  script.src = "/static/textual.js";
  script.onload = () => {
    window.onload(); // It waits for a load event, which has been by now.
    document.querySelector(".xterm-helper-textarea").focus();
  };
  document.head.append(script);
}

document.querySelector("#again").addEventListener("click", () => location.reload());
window.addEventListener("load", open);
