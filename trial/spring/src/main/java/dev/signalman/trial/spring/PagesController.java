package dev.signalman.trial.spring;

import dev.signalman.trial.service.Pages;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Serves the pages.
@RestController
class PagesController {
  private final Pages pages;

  PagesController(Pages pages) {
    this.pages = pages;
  }

  @GetMapping("/{name}")
  String page(@PathVariable("name") String name) throws InterruptedException {
    return pages.answer(name);
  }
}
