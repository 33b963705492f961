// A key that does not answer, or that the browser refuses to ask, is told in words beside the button instead of the console.
(() => {
  "use strict";

  document.addEventListener("allauth.error", (event) => {
    const place = document.querySelector("[data-key-trouble]");
    if (!place) return;
    event.preventDefault();
    const words = { SecurityError: "address", InvalidStateError: "known", NotAllowedError: "stopped" };
    place.querySelector("p").textContent = place.dataset[words[event.detail.exception?.name] ?? "other"];
    place.hidden = false;
    place.focus();
  });
})();
