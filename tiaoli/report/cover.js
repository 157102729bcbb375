"use strict";
// A sentence leads to its rules: they are opened before the reader gets there.
const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView({ block: "nearest" }); }
};
addEventListener("hashchange", open);
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) open();
});
let shut = [];
addEventListener("beforeprint", () => { shut = [...document.querySelectorAll("details:not([open])")]; shut.forEach((d) => { d.open = true; }); });
addEventListener("afterprint", () => { shut.forEach((d) => { d.open = false; }); });
open();
