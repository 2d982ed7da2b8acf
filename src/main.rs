//! The binary: hands the arguments to [`sanhe::cli`] and exits with what it says.

fn main() -> std::process::ExitCode {
    sanhe::cli::main()
}
