"""What a worker process runs: the native module _processes calls main() in it."""


def main(payload, natives):
    from multiprocessing import process, sharing
    process.run_child(sharing.unpack(payload, natives))
