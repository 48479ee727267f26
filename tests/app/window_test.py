#!/usr/bin/env python3
"""One real window on a virtual screen, driven by keys and mouse, checked by its state and by its pixels.

Usage: window_test.py LOOPSCOPE SCENARIOS. Exits with 77, which ctest takes for "skipped", where Xvfb or xdotool is not
installed. Keys are held for a fifth of a second: a shorter press can fall between two polls of a slow machine.
"""
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HOLD = 0.2
PATIENCE = 30.0
WIDTH, HEIGHT = 1600, 1000
DARK_HEADER = 0x1D2129
LIGHT_HEADER = 0xEEF0F3


class Screen:
    """An Xvfb of our own, on a display number that it chose itself."""

    def __init__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
            pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.c_void_p
        self.x11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                       ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.x11.XGetPixel.restype = ctypes.c_ulong
        self.x11.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self.x11.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.connection = self.x11.XOpenDisplay(self.display.encode())

    def pixels(self, x, y, width=1, height=1):
        root = self.x11.XDefaultRootWindow(self.connection)
        image = self.x11.XGetImage(self.connection, root, x, y, width, height, 0xFFFFFFFF, 2)
        values = [self.x11.XGetPixel(image, i, j) & 0xFFFFFF for j in range(height) for i in range(width)]
        self.x11.XDestroyImage(image)
        return values

    def close(self):
        self.process.terminate()
        self.process.wait()


class Window:
    def __init__(self, screen, loopscope, scenarios, folder, *args):
        self.screen = screen
        self.state_file = os.path.join(folder, "state.json")
        if os.path.exists(self.state_file):
            os.remove(self.state_file)
        self.environment = dict(os.environ, DISPLAY=screen.display, LIBGL_ALWAYS_SOFTWARE="1",
                                XDG_CONFIG_HOME=os.path.join(folder, "config"), LOOPSCOPE_SCENARIOS=scenarios)
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.log = open(os.path.join(folder, "stderr.txt"), "w+")
        self.process = subprocess.Popen([loopscope, "--state-out", self.state_file, *args], env=self.environment,
                                        stderr=self.log)
        self.wait("the window is open", lambda s: True)
        window = self.xdotool("search", "--sync", "--onlyvisible", "--class", "loopscope").split()[0]
        self.xdotool("windowfocus", "--sync", window)
        time.sleep(0.3)

    def xdotool(self, *args):
        return subprocess.run(["xdotool", *args], env=self.environment, check=True, capture_output=True,
                              text=True, timeout=PATIENCE).stdout

    def state(self):
        try:
            with open(self.state_file) as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def wait(self, what, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.log.seek(0)
                raise AssertionError(f"the window closed with status {self.process.returncode}: {self.log.read()}")
            state = self.state()
            if state is not None and condition(state):
                return state
            time.sleep(0.05)
        raise AssertionError(f"not within {PATIENCE:.0f} s: {what}; the state is {self.state()}")

    def key(self, chord, hold=HOLD):
        keys = chord.split("+")
        for name in keys:
            self.xdotool("keydown", name)
        time.sleep(hold)
        for name in reversed(keys):
            self.xdotool("keyup", name)

    def click(self, x, y):
        self.xdotool("mousemove", str(x), str(y))
        time.sleep(0.15)
        self.xdotool("mousedown", "1")
        time.sleep(HOLD)
        self.xdotool("mouseup", "1")
        time.sleep(0.1)

    def drag(self, x, y, dx, dy):
        self.xdotool("mousemove", str(x), str(y))
        time.sleep(0.15)
        self.xdotool("mousedown", "1")
        time.sleep(0.15)
        self.xdotool("mousemove", str(x + dx), str(y + dy))
        time.sleep(0.2)
        self.xdotool("mouseup", "1")


def close_to(pixel, color):
    return all(abs((pixel >> shift & 255) - (color >> shift & 255)) <= 3 for shift in (0, 8, 16))


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def gallery_to_lesson(window):
    check(window.state()["file"] == "", "the window opens on the gallery")
    check(close_to(window.screen.pixels(800, 3)[0], DARK_HEADER), "the top bar has the dark theme's colour")
    # The first card of the grid; its ground is not the page's.
    check(window.screen.pixels(250, 200) != window.screen.pixels(100, 200), "a card stands out from the page")
    window.click(300, 200)
    window.wait("the lesson has run", lambda s: s["file"] != "" and s.get("events", 0) > 50 and not s["running"])
    return window.wait("the cursor is at the end", lambda s: s["cursor"]["event"] == s["events"])


def stepping(window):
    window.key("Home")
    window.wait("Home: first instant", lambda s: s["cursor"]["event"] == 0)
    window.key("Right", 0.05)
    state = window.wait("Right: an event on", lambda s: s["cursor"]["event"] >= 1)
    window.key("Control_L+Right", 0.05)
    tick = window.wait("Ctrl+Right: a tick on", lambda s: s["cursor"]["event"] > state["cursor"]["event"])
    window.key("Shift_L+Right", 0.05)
    step = window.wait("Shift+Right: a task step on", lambda s: s["cursor"]["event"] > tick["cursor"]["event"])
    window.key("Left", 0.05)
    window.wait("Left: an event back", lambda s: s["cursor"]["event"] < step["cursor"]["event"])
    window.key("End")
    window.wait("End: last instant", lambda s: s["cursor"]["event"] == s["events"])
    window.key("Home")
    window.key("space")
    window.wait("Space: plays", lambda s: s["playing"] and s["cursor"]["event"] > 2)
    window.key("space")
    window.wait("Space: stands still", lambda s: not s["playing"])


def zooming(window):
    window.xdotool("mousemove", "800", "400")
    time.sleep(0.2)
    before = window.state()
    window.key("w", 0.5)
    near = window.wait("W: closer", lambda s: s["visible"]["length"] < before["visible"]["length"] * 0.9)
    time.sleep(0.5)
    near = window.state()
    window.key("d", 0.4)
    window.wait("D: later", lambda s: s["visible"]["origin"] > near["visible"]["origin"])
    window.key("s", 0.8)
    window.wait("S: farther", lambda s: s["visible"]["length"] > near["visible"]["length"])
    ruler = window.state()["visible"]["ruler"]
    window.key("t")
    window.wait("T: the other ruler", lambda s: s["visible"]["ruler"] != ruler)
    window.key("t")
    window.wait("T: and back", lambda s: s["visible"]["ruler"] == ruler)


def overlays(window):
    window.key("Shift_L+question", 0.1)
    window.wait("?: help", lambda s: s["help"])
    window.key("Escape", 0.1)
    window.wait("Escape: no help", lambda s: not s["help"])
    window.key("Control_L+Shift_L+p", 0.1)
    window.wait("Ctrl+Shift+P: palette", lambda s: s["picker"])
    window.xdotool("type", "--delay", "60", "dark or light")
    time.sleep(0.3)
    window.key("Return", 0.1)
    window.wait("the palette ran the command", lambda s: s["theme"] == "light" and not s["picker"])
    time.sleep(0.3)
    check(close_to(window.screen.pixels(800, 3)[0], LIGHT_HEADER), "the top bar has the light theme's colour")
    window.key("Control_L+equal", 0.1)
    window.wait("Ctrl+=: larger", lambda s: s["interface_scale"] > 1)
    window.key("Control_L+0", 0.1)
    window.wait("Ctrl+0: usual size", lambda s: s["interface_scale"] == 1)


def mouse(window):
    before = window.state()["left_width"]
    window.drag(int(before) + 2, 300, -80, 0)
    window.wait("the splitter moved", lambda s: s["left_width"] == before - 80)
    # Double click on the console's title.
    for _ in range(2):
        window.xdotool("mousemove", "400", str(HEIGHT - 232 + 14))
        window.xdotool("click", "1")
    window.wait("a double click maximises", lambda s: s["maximised"] == "console")
    window.key("Escape", 0.1)
    window.wait("Escape puts it back", lambda s: s["maximised"] == "")
    # A click on the first line of the console goes to its instant.
    window.key("End")
    end = window.wait("End", lambda s: s["cursor"]["event"] == s["events"])
    check(end["console_lines"] > 0, "the lesson prints")
    window.click(200, HEIGHT - 232 + 32 + 14)
    window.wait("the console leads back", lambda s: s["cursor"]["event"] < end["events"])


def settings(screen, loopscope, scenarios, folder, window):
    window.key("Control_L+q", 0.1)
    check(window.process.wait(PATIENCE) == 0, "Ctrl+Q closes the window with status 0")
    path = os.path.join(folder, "config", "loopscope", "window.json")
    with open(path) as file:
        check(json.load(file)["theme"] == "light", "the theme is remembered")
    again = Window(screen, loopscope, scenarios, folder)
    check(again.state()["theme"] == "light", "and is used again")
    again.process.terminate()
    again.process.wait()
    with open(path, "w") as file:
        file.write('{"theme": ')
    fresh = Window(screen, loopscope, scenarios, folder)
    check(fresh.state()["theme"] == "dark", "a corrupt file gives the usual look")
    fresh.log.seek(0)
    check("window.json" in fresh.log.read(), "and a note that names it")
    fresh.process.terminate()
    fresh.process.wait()


def main():
    loopscope, scenarios = sys.argv[1:]
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        print("skipped:", " and ".join(missing), "not installed")
        return 77
    screen = Screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            window = Window(screen, loopscope, scenarios, folder)
            gallery_to_lesson(window)
            stepping(window)
            zooming(window)
            overlays(window)
            mouse(window)
            settings(screen, loopscope, scenarios, folder, window)
    finally:
        screen.close()
    print("the window passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
